package syntax

// This file has texts in each area of YAML 1.2.2 that parsers often read wrongly, with their JSON.

var specificationCases = []suiteCase{
	// Chapter 5, characters
	valid("NEL and the separators of Unicode end no line", "a: x\u0085y\u2028z\nb: \"\u2029\"", `{"a": "x\u0085y\u2028z", "b": "\u2029"}`),
	valid("CR ends a line", "a: 1\rb:\r  - |\r    x\r    y\r", `{"a": 1, "b": ["x\ny\n"]}`),
	valid("a byte order mark after comments", "# c\n\ufeffa: 1", `{"a": 1}`),
	valid("a byte order mark before a later document", "a: 1\n...\n\ufeff# c\n---\nb: 2\n\ufeff---\nc: 3", `{"a": 1} {"b": 2} {"c": 3}`),
	valid("escapes", `"\x41\u00e9\U0001F600\e\_\N\L\P\/\	"`, `"Aé😀\u001b\u00a0\u0085\u2028\u2029/\t"`),
	valid("surrogate pairs, as JSON has them", "[\"x\\ud83d\\uDE00 \\u00e9\", \"\\\\ud83d\\\\ude00\", '\\ud83d\\ude00', \"\\ue000\\u2028\", \u2028]", `["x😀 é", "\\ud83d\\ude00", "\\ud83d\\ude00", "\ue000\u2028", "\u2028"]`),
	valid("what looks like surrogate pairs in other text", "a: |\n  \\uD83D\\uDE00 \\uD83d\nb: \"\\uD83D\\uDE00\"\nc: '\\uD83d\\uDe00'\n\\uDBFF\\udfff: \\uD83D\\uDE00\n",
		`{"a": "\\uD83D\\uDE00 \\uD83d\n", "b": "😀", "c": "\\uD83d\\uDe00", "\\uDBFF\\udfff": "\\uD83D\\uDE00"}`),
	invalid("half of a surrogate pair", `"\ud83d"`),
	invalid("a surrogate pair in the wrong order", `"\ude00\ud83d"`),
	invalid("an unknown escape", `"\q"`),
	invalid("a control character", "a: \x01"),

	// Chapter 6, structures
	valid("a tab after an indicator", "a:\tb\nc: [\td ]\n", `{"a": "b", "c": ["d"]}`),
	valid("a # within a word", "a: b#c # d", `{"a": "b#c"}`),
	valid("a tag for nothing", "a: !!str\nb: !!null\nc: !local\nd: 1", `{"a": "", "b": null, "c": "", "d": 1}`),
	valid("an anchor for nothing", "a: &x\nb: *x\nc: &y", `{"a": null, "b": null, "c": null}`),
	valid("names of anchors", "a: &é-1 x\nb: *é-1\nc: &d: y\ne: *d:", `{"a": "x", "b": "x", "c": "y", "e": "y"}`),
	valid("names of anchors that end in a colon", "- {&x: d, e: *x: }\n- [&y: f]\n- &z: g: h\n- *z:\n- &v : i\n- a &z: b\n", `[{"d": null, "e": "d"}, ["f"], {"g": "h"}, "g", {"": "i"}, {"a &z": "b"}]`),
	valid("text that looks like an anchor", "Tom &é: x\na, &b: y\nc: &é z\nd: \"&é: \"\n", `{"Tom &é": "x", "a, &b": "y", "c": "z", "d": "&é: "}`),
	invalid("an alias with its colon", "{&x k: v, *x: d}"),
	valid("a tag handle", "%TAG !e! tag:yaml.org,2002:\n---\n!e!str 1", `"1"`),
	valid("a reserved directive", "%FOO bar\n--- 1", `1`),
	valid("a later version", "%YAML 1.9\n--- 1", `1`),
	invalid("a directive without a document", "%YAML 1.2\n"),
	invalid("a directive twice", "%YAML 1.2\n%YAML 1.2\n---\n"),
	invalid("words after a directive", "%YAML 1.2 foo\n---\n"),
	invalid("a directive without its mark", "%YAML 1.2\na: 1\n"),
	invalid("a tag handle that is not defined", "!e!x 1"),
	invalid("a comment without a blank", "a: \"b\"#c"),

	// Chapter 7, flow styles
	valid("a colon within a word", "{a: x:y, b:c, 'd':e, \"f\": http://g}", `{"a": "x:y", "b:c": null, "d": "e", "f": "http://g"}`),
	valid("pairs in a sequence", "[a: b, ? c : d, : e, {f: g}]", `[{"a": "b"}, {"c": "d"}, {"": "e"}, {"f": "g"}]`),
	valid("plain text over lines", "[a\n b\n\n c, {d\n e: f}]", `["a b\nc", {"d e": "f"}]`),
	valid("quoted text over lines", "a: 'x\n  y\n\n  ''z'' '\nb: \"x \\\n  \\ y\"\n", `{"a": "x y\n'z' ", "b": "x  y"}`),
	valid("a comma at the end", "[a, b, ]", `["a", "b"]`),
	invalid("two commas", "[a,, b]"),
	invalid("a sequence that does not end", "a: [1, 2\nb: 3\n"),
	invalid("text after a sequence", "[a] b"),
	invalid("a quoted text that does not end", "a: 'x\nb: 1\n"),
	invalid("lines of a sequence that are not indented", "a: [1,\n2]\n"),
	invalid("lines of a quoted text that are not indented", "a: \"x\ny\"\n"),
	invalid("a tab that indents a quoted text", "a: \"x\n\ty\"\n"),
	valid("a bracket that closes at the margin", "a: [\n  1,\n]\nb: {\n  c: 2\n}\n", `{"a": [1], "b": {"c": 2}}`),

	// Chapter 8, block styles
	valid("what ends a literal text", "a: |\n  x\n\nb: |-\n  x\n\nc: |+\n  x\n\nd: |+\n\ne: |\nf: 1", `{"a": "x\n", "b": "x", "c": "x\n\n", "d": "\n", "e": "", "f": 1}`),
	valid("a literal text with tabs", "a: |\n  \tx\n  y\t\n", `{"a": "\tx\ny\t\n"}`),
	valid("a literal text with an indentation", "a: |2\n    x\n   y\n", `{"a": "  x\n y\n"}`),
	valid("a folded text", "a: >\n  x\n  y\n\n  z\n    w\n  v\n", `{"a": "x y\nz\n  w\nv\n"}`),
	valid("an empty literal text before a comment", "a: |\n# c\nb: 1", `{"a": "", "b": 1}`),
	valid("explicit keys", "? k\n: |\n  x\n? |\n  l\n: - 1\n? m", `{"k": "x\n", "l\n": [1], "m": null}`),
	valid("a sequence at the margin of its key", "a:\n- b\n-\nc: d", `{"a": ["b", null], "c": "d"}`),
	valid("compact collections", "- - a\n  - b: c\n    d: e\n", `[["a", {"b": "c", "d": "e"}]]`),
	invalid("an empty line that is wider than the text", "a: >\n    \n  x\n"),
	invalid("a tab that indents", "a:\n\tb: 1\n"),
	invalid("a mapping on the line of its key", "a: b: c\n"),
	invalid("a key without its colon", "a: 1\nb\nc: 2\n"),
	invalid("items of different indentation", "- a\n - b: c\n"),
	invalid("an item on the line of its key", "a: - b\n"),

	// Chapter 9, documents
	valid("documents", "a\n---\n---\nb\n...\n# c\n...\nd", `"a" null "b" "d"`),
	valid("an empty document", "---\n", `null`),
	invalid("text after the end of a document", "a: 1\n... b\n"),
	invalid("two values", "a: 1\n}\n"),

	// Chapter 10, schemas
	valid("numbers", "[0o17, 0x1f, +12, .5, 5., 1e3, 012, -0.0]", `[15, 31, 12, 0.5, 5.0, 1e3, 12, 0]`),
	valid("no numbers", "[1_000, 0b1, 12:30:45, 1.2.3, 0o8, '1', +, .]", `["1_000", "0b1", "12:30:45", "1.2.3", "0o8", "1", "+", "."]`),
	valid("booleans and nulls", "[true, True, FALSE, yes, on, ~, null, Null, NULL, nUll, '']", `[true, true, false, "yes", "on", null, null, null, null, "nUll", ""]`),
}

func valid(name, yaml, json string) suiteCase {
	return suiteCase{ID: name, Name: name, YAML: yaml, JSON: &json}
}

func invalid(name, yaml string) suiteCase {
	return suiteCase{ID: name, Name: name, YAML: yaml, Error: true}
}
