package pattern

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-lint/verdict/internal/race"
)

func mustCompile(t *testing.T, source string) *Pattern {
	t.Helper()
	p, err := Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func match(t *testing.T, p *Pattern, text string) bool {
	t.Helper()
	matched, err := p.Match([]byte(text))
	if err != nil {
		t.Errorf("%s on %q: %v", p, text, err)
	}
	return matched
}

// TestConstructs has texts that each construct matches, and texts that it does not.
func TestConstructs(t *testing.T) {
	tests := []struct {
		name    string
		source  string
		matches []string
		refuses []string
	}{
		{"a match may be anywhere", `b`, []string{"b", "abc"}, []string{"", "ac"}},
		{"the empty pattern matches everything", ``, []string{"", "a"}, nil},
		{"^ is the start of the text, not of a line", `^b`, []string{"b", "bc"}, []string{"ab", "a\nb"}},
		{"$ is the end of the text, not before a line end", `b$`, []string{"b", "ab"}, []string{"b\n", "b\nc", "bc"}},
		{"^ inside a pattern", `a^b|^c`, []string{"c"}, []string{"ab", "a\nb", "bc"}},

		{". stops at the four line ends", `^.$`, []string{"a", "é", "🐲", "\u0085", "\x00"}, []string{"", "\n", "\r", "\u2028", "\u2029", "ab"}},
		{"[^] is anything", `^[^]$`, []string{"a", "\n", "\u2028", "🐲"}, []string{"", "ab"}},
		{"[] is nothing", `[]`, nil, []string{"", "a", "[]"}},
		{"[] may be left out", `^a[]?$`, []string{"a"}, []string{"", "aa"}},

		{`\d is ASCII`, `^\d$`, []string{"0", "9"}, []string{"a", "߀", "৪"}},
		{`\D is the rest`, `^\D$`, []string{"a", "߀", "🐲"}, []string{"0"}},
		{`\w is ASCII`, `^\w$`, []string{"a", "Z", "0", "_"}, []string{"é", "-", "\u212a", "\u017f"}},
		{`\W is the rest`, `^\W$`, []string{"é", "-", "\n"}, []string{"a", "_"}},
		{`\s is white space and line ends`, `^\s$`,
			[]string{" ", "\t", "\n", "\v", "\f", "\r", "\u00a0", "\ufeff", "\u1680", "\u2000", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"},
			[]string{"", "a", "\x01", "\u0085", "\u180e", "\u200b", "\u2013"}},
		{`\S is the rest`, `^\S$`, []string{"a", "\u0085", "\u200b", "\u2013", "🐲"}, []string{" ", "\u00a0", "\ufeff", "\u2029"}},
		{`\b is between ASCII words`, `\ba\b`, []string{"a", "é a", "éaé", "-a-"}, []string{"ab", "_a", "a0"}},
		{`\B is elsewhere`, `\Ba`, []string{"ba", "0a"}, []string{"a", "-a", "éa"}},
		{`\B between characters, not inside one`, `\B`, []string{"", "é", "ab", "🐲"}, []string{"a", "aéa", "a🐲a"}},
		{`[\b] is backspace`, `^[\b]$`, []string{"\b"}, []string{"b", ""}},

		{"control letters", `^\cA\cz\cJ$`, []string{"\x01\x1a\n"}, []string{`\cA\cz\cJ`}},
		{"one-letter controls", `^\t\n\v\f\r\0$`, []string{"\t\n\v\f\r\x00"}, []string{"tnvfr0"}},
		{`\x and \u`, `^\x41\u00e9\u{1F432}\u{0}$`, []string{"Aé🐲\x00"}, []string{"x41"}},
		{"a surrogate pair is one character", `^\ud83d\udc32{2}$`, []string{"🐲🐲"}, []string{"🐲", "🐉🐉"}},
		{"a character beyond the BMP is one character", `^🐲*$`, []string{"", "🐲", "🐲🐲"}, []string{"🐉", "D"}},
		{"ranges beyond the BMP", `^[\ud83d\ude00-\ud83d\ude4f🐲]$`, []string{"😀", "🙏", "🐲"}, []string{"🐉", "😀😀"}},
		{"a lone surrogate matches nothing", `\ud83d|^[\ud800-\udfff]`, nil, []string{"🐲", "\ufffd", ""}},
		{"a class with surrogates has its other members", `^[\ud7ff-\ue000]$`, []string{"\ud7ff", "\ue000"}, []string{"\ufffd"}},
		{"escaped syntax", `^\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/$`, []string{`^$\.*+?()[]{}|/`}, nil},
		{"escaped punctuation", `^\-\_\@\'\"\#\ \:\€$`, []string{`-_@'"# :€`}, nil},

		{"classes", `^[a-c_x-z-]$`, []string{"a", "c", "_", "z", "-"}, []string{"d", "w", "^"}},
		{"a negated class", `^[^a-c]$`, []string{"d", "\n", "é", "🐲"}, []string{"a", "b", ""}},
		{"^ in the middle of a class", `^[a^]$`, []string{"a", "^"}, []string{"b"}},
		{"escapes in a class", `^[\d\s\-\]\u0041\x42\cA]$`, []string{"0", " ", "-", "]", "A", "B", "\x01"}, []string{"c", "\\"}},
		{"complements in a class", `^[\D0]$`, []string{"a", "0", "é"}, []string{"1"}},
		{"a hyphen next to a class escape", `^[\w-.]+$`, []string{"a-b.c"}, []string{"a/b", "a,b"}},
		{"a hyphen before a class escape", `^[+-\d]+$`, []string{"+1-2"}, []string{",", "."}},
		{"[[a]] is a class and a bracket", `^[[a]]$`, []string{"a]", "[]"}, []string{"a", "[a]"}},

		{"properties", `^\p{L}\p{Lu}\p{Letter}\p{gc=Ll}\p{General_Category=Nd}\p{digit}$`, []string{"éÉßa4৪"}, []string{"éé"}},
		{"scripts", `^\p{Script=Greek}\p{sc=Grek}\p{sc=Cyrillic}$`, []string{"αΩж"}, []string{"aΩж"}},
		{"script extensions", `^\p{scx=Deva}$`, []string{"क", "\u0964"}, []string{"a"}},
		{"a script has less than its extensions", `^\p{sc=Deva}$`, []string{"क"}, []string{"\u0964"}},
		{"binary properties", `^\p{Alphabetic}\p{ASCII}\p{White_Space}\p{Emoji}\p{ID_Start}\p{Any}$`, []string{"éa 🐲x\n"}, nil},
		{"complements of properties", `^\P{L}[\P{Lu}A][^\p{Nd}]$`, []string{"1aa", "-AA"}, []string{"aaa", "1Ba", "1a1"}},

		{"alternatives", `^(?:a|bc|)$`, []string{"a", "bc", ""}, []string{"b", "abc"}},
		{"alternatives bind loosest", `^a|b$`, []string{"ax", "xb"}, []string{"xa", "bx"}},
		{"repetitions", `^a*b+c?$`, []string{"b", "aabbc"}, []string{"", "ac", "bcc"}},
		{"counted repetitions", `^a{2}b{1,2}c{2,}$`, []string{"aabcc", "aabbcccc"}, []string{"abcc", "aabbbcc", "aabc"}},
		{"lazy repetitions match the same", `^a*?b+?c??d{1,2}?$`, []string{"abcdd", "bd"}, []string{"ad"}},
		{"{0} is nothing", `^a{0}b$`, []string{"b"}, []string{"ab"}},
		{"repeated empty matches", `^(?:a*)*(?:|b)+$`, []string{"", "aab"}, []string{"c"}},
		{"counts beyond a thousand", `^(?:.{2,3}){500,600}$|^a{1200}$`,
			[]string{strings.Repeat("b", 1500), strings.Repeat("é", 1000), strings.Repeat("a", 1200)},
			[]string{strings.Repeat("b", 999), strings.Repeat("b", 1801), ""}},
		{"counts too large to write out", `^(?:ab?){2,4000000000}$`, []string{"aab", "aa"}, []string{"a", "b"}},
		{"braces that count nothing", `^a{,2}{x}{1$|}`, []string{"a{,2}{x}{1", "}"}, []string{"aa"}},
		{"a lone ]", `^]$`, []string{"]"}, []string{""}},

		{"groups", `^(a)(?:b)(?<c>d)$`, []string{"abd"}, []string{"ab"}},
		{"a group name of any script", `^(?<größe>a)\k<gr\u00f6ße>$`, []string{"aa"}, []string{"a"}},
		{"a back-reference", `^(.)-\1$`, []string{"a-a", "🐲-🐲"}, []string{"a-b", "a-"}},
		{"a back-reference to what did not match is empty", `^(?:(a)|b)\1$`, []string{"aa", "b"}, []string{"a", "bb"}},
		{"a back-reference before its group is empty", `^\1(a)\k<n>(?<n>b)$`, []string{"ab"}, []string{"aab"}},

		{"lookaheads after ^", `^(?!ab)(?=.{3})[a-c]+$`, []string{"acb", "bab", "cabc"}, []string{"abc", "ac"}},
		{"a lookahead before ^", `(?!ab)^a`, []string{"a", "ac"}, []string{"ab", "ca"}},
		{"a lookbehind before $", `^[a-z-]+(?<!-)$`, []string{"a-b"}, []string{"a-", "-"}},
		{"lookarounds in alternatives", `^(?!a)b|^c(?<=c)$|d`, []string{"b", "c", "xd"}, []string{"a", "cc"}},
		{"lookaheads without ^ hold where the match starts", `(?=.*\d)(?=.*[a-z]).{4,}`, []string{"ab1c", "--a1--"}, []string{"abcd", "1234", "a1-"}},
		{"a lookahead in a loop", `^(?:(?!ab).)*$`, []string{"", "ba", "aacb"}, []string{"ab", "cabc"}},
		{"a lookbehind of any length", `(?<=^a+)b`, []string{"ab", "aaab"}, []string{"b", "cab"}},
		{"a lookbehind inside", `a.(?<!ab)c`, []string{"axc"}, []string{"abc"}},
		{"lookarounds in lookarounds", `x(?!(?!a)|a(?=b))`, []string{"xac", "xa"}, []string{"xab", "x", "xb"}},
		{"a repeated lookahead", `^(?=a)*b(?!c){2}`, []string{"b", "bd"}, []string{"bc", "a"}},
		{"assertions inside lookarounds", `^(?=\w+$)(?=.*\bb)`, []string{"bc"}, []string{"b c", "ab"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := mustCompile(t, test.source)
			for _, text := range test.matches {
				if !match(t, p, text) {
					t.Errorf("%s does not match %q", p, text)
				}
			}
			for _, text := range test.refuses {
				if match(t, p, text) {
					t.Errorf("%s matches %q", p, text)
				}
			}
		})
	}
}

// TestPatternsMatchAsInV8 compares patterns with the results of another engine: testdata/v8.json was
// written by V8 11.3 (Node.js 20), as new RegExp(pattern, "u").test(text). Half of the patterns are
// like those of schemas, half are random. Texts with a character beyond the BMP are left out if the
// pattern has a \B, which V8 also finds inside such a character.
func TestPatternsMatchAsInV8(t *testing.T) {
	data, err := os.ReadFile("testdata/v8.json")
	if err != nil {
		t.Fatal(err)
	}
	var tests []struct {
		Pattern          string
		Matches, Refuses []string
	}
	if err := json.Unmarshal(data, &tests); err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		p := mustCompile(t, test.Pattern)
		for _, text := range test.Matches {
			if !match(t, p, text) {
				t.Errorf("%s does not match %q", p, text)
			}
		}
		for _, text := range test.Refuses {
			if match(t, p, text) {
				t.Errorf("%s matches %q", p, text)
			}
		}
	}
}

// suiteDir is the directory of the draft 2020-12 tests in the JSON Schema test suite, if
// JSON_SCHEMA_TEST_SUITE names a copy. The tables above have its cases for patterns,
// too.
func suiteDir(t *testing.T) string {
	suite := os.Getenv("JSON_SCHEMA_TEST_SUITE")
	if suite == "" {
		t.Skip("JSON_SCHEMA_TEST_SUITE is not set; the tables above have the same cases")
	}
	return filepath.Join(suite, "tests", "draft2020-12")
}

func TestSuitePatterns(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(suiteDir(t), "optional", "*regex.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files of the test suite: %v", err)
	}
	for _, file := range files {
		for _, group := range readGroups(t, file) {
			var schema struct {
				Pattern           *string
				PatternProperties map[string]any
			}
			if json.Unmarshal(group.Schema, &schema) != nil || schema.Pattern == nil {
				continue // those of patternProperties have the same patterns
			}
			p := mustCompile(t, *schema.Pattern)
			for _, test := range group.Tests {
				var text string
				if json.Unmarshal(test.Data, &text) != nil {
					continue
				}
				if match(t, p, text) != test.Valid {
					t.Errorf("%s: %s: %s on %q is not %v", group.Description, test.Description, p, text, test.Valid)
				}
			}
		}
	}
}

func TestSuiteSyntax(t *testing.T) {
	for _, name := range []string{"regex.json", "ecmascript-regex.json"} {
		for _, group := range readGroups(t, filepath.Join(suiteDir(t), "optional", "format", name)) {
			for _, test := range group.Tests {
				var source string
				if json.Unmarshal(test.Data, &source) != nil {
					continue
				}
				if _, err := Compile(source); (err == nil) != test.Valid {
					t.Errorf("%s: compiling %q: %v", test.Description, source, err)
				}
			}
		}
	}
}

type suiteGroup struct {
	Description string
	Schema      json.RawMessage
	Tests       []struct {
		Description string
		Data        json.RawMessage
		Valid       bool
	}
}

func readGroups(t *testing.T, file string) (groups []suiteGroup) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &groups); err != nil {
		t.Fatal(err)
	}
	return groups
}

func TestEachPatternRunsOnTheSimplestEngine(t *testing.T) {
	tests := []struct {
		source string
		want   string
	}{
		{`^[a-z]+\d$`, "table"},
		{`\bword\b`, "table"},
		{`^(?!a)b`, "combination"},
		{`^a(?<!b)$`, "combination"},
		{`(?:(?!a).)*x`, "simulator"},
		{`^.{1,255}$`, "learner"},
		{`(a)\1`, "backtracker"},
		{`^(?:a{1000}){1000}$`, "backtracker"},
	}
	for _, test := range tests {
		p := mustCompile(t, test.source)
		match(t, p, "text")
		var got string
		switch p.engine.(type) {
		case tableEngine:
			got = "table"
		case combination:
			got = "combination"
		case *simulator:
			got = "simulator"
		case *learner:
			got = "learner"
		case *backtracker:
			got = "backtracker"
		}
		if got != test.want {
			t.Errorf("%s runs on a %s, want a %s", test.source, got, test.want)
		}
	}
}

func TestMatchAllocatesNothing(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection would empty sync.Pool
	for _, bench := range benchmarks {
		p := mustCompile(t, bench.source)
		text := []byte(bench.text)
		for range usesBeforeTable + 1 {
			p.Match(text)
		}
		steps := Budget(len(text))
		if n := testing.AllocsPerRun(100, func() { p.MatchWithin(text, &steps) }); n != 0 {
			t.Errorf("%s: %v allocations", bench.name, n)
		}
	}
}

func TestBenchmarksMatch(t *testing.T) {
	for _, bench := range benchmarks {
		if !match(t, mustCompile(t, bench.source), bench.text) {
			t.Errorf("%s does not match its text", bench.name)
		}
	}
}

func TestLearnerAgreesWithItsTable(t *testing.T) {
	p := mustCompile(t, `^.{1,255}$`)
	for use := range 2*usesBeforeTable + 1 {
		if match(t, p, "") || !match(t, p, "é") || !match(t, p, strings.Repeat("é", 255)) || match(t, p, strings.Repeat("é", 256)) {
			t.Fatalf("wrong at use %d", use)
		}
	}
	if p.engine.(*learner).table.Load() == nil {
		t.Error("no table was made")
	}
}

func TestPatternsAreSafeForConcurrentUse(t *testing.T) {
	for _, bench := range benchmarks {
		p := mustCompile(t, bench.source)
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for range 300 {
					if matched, err := p.Match([]byte(bench.text)); !matched || err != nil {
						t.Errorf("%s: %v, %v", bench.name, matched, err)
						return
					}
				}
			})
		}
		group.Wait()
	}
}

func TestBacktrackingIsBoundedWithAnError(t *testing.T) {
	p := mustCompile(t, `^(?:(a+)+)+\1b$`)
	_, err := p.Match([]byte(strings.Repeat("a", 5000)))
	if !errors.Is(err, errSteps) {
		t.Errorf("the error is %v", err)
	}
}

// TestHostilePatternsAreLinear would not end if they were not.
func TestHostilePatternsAreLinear(t *testing.T) {
	text := strings.Repeat("a", 50_000) + "!"
	for _, source := range []string{
		`^(a+)+$`, `^(a|aa)+$`, `^(a|a?)+$`, `(a*)*b`, `^(?=(a+)+$)`, `((?!b)a+)+b`, `(?<=(a+)+)b`, `(.*a){20}b`,
	} {
		if p := mustCompile(t, source); match(t, p, text) {
			t.Errorf("%s matches", source)
		}
	}
}

func TestValidAgreesWithCompile(t *testing.T) {
	sources := []string{"", "a|b$^.", "(", ")", "[", "]", "{", "}", "*", "+", "?", `\`, `\d+`, "a{2}", "(a", "é", strings.Repeat("a", maxSource), strings.Repeat("a", maxSource+1)}
	for _, source := range sources {
		if _, err := Compile(source); Valid([]byte(source)) != (err == nil) {
			t.Errorf("%.20q: Valid is %v, the error of Compile %v", source, Valid([]byte(source)), err)
		}
	}
}
