package records_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/records"
)

// show writes a record as "LINE:COLUMN@OFFSET text", with its faults.
func show(r *records.Record) string {
	s := fmt.Sprintf("%d:%d@%d %s", r.Line, r.Column, r.Offset, r.Text)
	if r.Cut {
		s += "…"
	}
	for _, f := range r.Faults {
		s += fmt.Sprintf(" (%d:%d@%d+%d %s)", f.Line, f.Column, f.Offset, f.Size, f.Message)
	}
	return s
}

// all reads a stream to its end, and checks what is true of all streams.
func all(t *testing.T, r *records.Reader) (shown []string, err error) {
	t.Helper()
	var end int64
	for {
		record, err := r.Next()
		if err != nil {
			if _, again := r.Next(); again != err {
				t.Errorf("the second error is %v, the first %v", again, err)
			}
			if err == io.EOF {
				err = nil
			}
			return shown, err
		}
		if record.Index != len(shown) {
			t.Errorf("record %d has the index %d", len(shown), record.Index)
		}
		if record.Offset < end || len(record.Text) == 0 && len(record.Faults) == 0 {
			t.Errorf("record %d is %s, after %d", record.Index, show(record), end)
		}
		if !record.Cut {
			end = record.Offset + int64(len(record.Text))
		}
		shown = append(shown, show(record))
	}
}

var limits = records.Limits{Depth: 100, Bytes: 1000}

const (
	notArray = "expected the end of the stream after the array; if each line is an array, it is NDJSON"
	cutOff   = "the text may be cut off; a number, true, false or null must be followed by a line feed (RFC 7464, section 2.4)"
	noMark   = "JSON must not begin with a byte order mark (RFC 8259, section 8.1)"
	noComma  = "expected ',' or ']' after the item"
	noItem   = "expected an item before ','; remove one comma"
	noEnd    = "the stream ends within the array, expected ']'"
)

var forms = []struct {
	name, stream string
	form         records.Form
	want         []string
}{
	{"nothing", "", records.Auto, nil},
	{"space", " \n\r\n\t", records.Auto, nil},
	{"lines", "{\"a\":1}\n{\"b\":2}\n", records.Auto, []string{`1:1@0 {"a":1}`, `2:1@8 {"b":2}`}},
	{"lines without a last line feed", "{\"a\":1}\n{\"b\":2}", records.Auto, []string{`1:1@0 {"a":1}`, `2:1@8 {"b":2}`}},
	{"lines that end in CRLF, blank ones", "{}\r\n\r\n \n{}\r\n", records.Auto, []string{`1:1@0 {}`, `4:1@8 {}`}},
	{"lines of space that is none in JSON", "{}\n\f\n\v\n\u00a0\n\u0085\n\u2028", records.Lines,
		[]string{`1:1@0 {}`, "2:1@3 \f", "3:1@5 \v", "4:1@7 \u00a0", "5:1@10 \u0085", "6:1@13 \u2028"}},
	{"lines with space", "  {} \n\t[1] \n", records.Auto, []string{`1:1@0   {} `, "2:1@6 \t[1] "}},
	{"one value", `{"a":1}`, records.Auto, []string{`1:1@0 {"a":1}`}},
	{"lines of scalars", "1\n\"a b\"\nnull\n", records.Auto, []string{`1:1@0 1`, `2:1@2 "a b"`, `3:1@8 null`}},
	{"lines, the first broken", "{\"a\":1,}\n{}\n", records.Auto, []string{`1:1@0 {"a":1,}`, `2:1@9 {}`}},
	{"lines, the first with more than a value", "{}, x\n{}\n", records.Auto, []string{`1:1@0 {}, x`, `2:1@6 {}`}},
	{"lines, the first no JSON", "not JSON\n{}\n", records.Auto, []string{`1:1@0 not JSON`, `2:1@9 {}`}},
	{"lines, one broken by a string that is not closed", "{}\n{\"a\":\"\n{}\n", records.Auto, []string{`1:1@0 {}`, `2:1@3 {"a":"`, `3:1@10 {}`}},
	{"lines after a byte order mark", "\xEF\xBB\xBF{}\n{}\n", records.Auto, []string{"1:1@0 \xEF\xBB\xBF{}", `2:1@6 {}`}},
	{"lines, each an array", "[1]\n[2]\n", records.Lines, []string{`1:1@0 [1]`, `2:1@4 [2]`}},
	{"lines too long", "1\n" + strings.Repeat(" ", 2000) + "\n\"" + strings.Repeat("a", 2000) + "\"\n2", records.Auto,
		[]string{"1:1@0 1", "2:1@2 " + strings.Repeat(" ", 1001) + "…", "3:1@2003 \"" + strings.Repeat("a", 1000) + "…", "4:1@4006 2"}},

	{"values on a line", `{"a":1}{"b":2} [3]`, records.Auto, []string{`1:1@0 {"a":1}`, `1:8@7 {"b":2}`, `1:16@15 [3]`}},
	{"values over lines", "{\n  \"é\": [\n{}\n]\n}\n{}\r\n[\r]{}", records.Auto,
		[]string{"1:1@0 {\n  \"é\": [\n{}\n]\n}", `6:1@19 {}`, "7:1@23 [\r]", `8:2@26 {}`}},
	{"scalars", `1 "a"true -2.5e7 "\"}"`, records.Auto, []string{`1:1@0 1`, `1:3@2 "a"`, `1:6@5 true`, `1:11@10 -2.5e7`, `1:18@17 "\"}"`}},
	{"values after a byte order mark", "\xEF\xBB\xBF{}{}", records.Auto, []string{`1:2@3 {} (1:1@0+3 ` + noMark + `)`, `1:4@5 {}`}},
	{"values with commas between", `{"a":1}, {"b":2},{}`, records.Concatenated, []string{`1:1@0 {"a":1}`, `1:8@7 ,`, `1:10@9 {"b":2}`, `1:17@16 ,`, `1:18@17 {}`}},
	{"a missing bracket, another value on the next line", "{} {\"a\": [1\n{\"b\": 2}\n{}", records.Auto,
		[]string{`1:1@0 {}`, `1:4@3 {"a": [1`, `2:1@12 {"b": 2}`, `3:1@21 {}`}},
	{"a missing bracket, indented values", "{\n  \"a\": {\n    \"b\": 1\n{\n  \"a\": {}\n}\n", records.Auto,
		[]string{"1:1@0 {\n  \"a\": {\n    \"b\": 1", "4:1@22 {\n  \"a\": {}\n}"}},
	{"a missing comma", `{"a": 1 "b": {"c": 2}}{}`, records.Concatenated, []string{`1:1@0 {"a": 1 "b": {"c": 2}}`, `1:23@22 {}`}},
	{"a bracket too many", `{"a": 1}}{}`, records.Concatenated, []string{`1:1@0 {"a": 1}`, `1:9@8 }`, `1:10@9 {}`}},
	{"a bracket of another kind", `{"a": [1}{}{"b": [1, {"c": 2]}{}`, records.Concatenated,
		[]string{`1:1@0 {"a": [1}`, `1:10@9 {}`, `1:12@11 {"b": [1, {"c": 2]}`, `1:31@30 {}`}},
	{"brackets of another kind only", `[[[}}}{} {{]]{}`, records.Concatenated, []string{`1:1@0 [[[}}}`, `1:7@6 {}`, `1:10@9 {{]]`, `1:14@13 {}`}},
	{"a bracket of an outer array", `[{"a": [{"b": 1], 2}, 3] {}`, records.Concatenated, []string{`1:1@0 [{"a": [{"b": 1], 2}, 3]`, `1:26@25 {}`}},
	{"a string that is not closed", "{} {\"a\": \"b\n{}", records.Auto, []string{`1:1@0 {}`, `1:4@3 {"a": "b`, `2:1@12 {}`}},
	{"an end within a value", `{} {"a": `, records.Auto, []string{`1:1@0 {}`, `1:4@3 {"a":`}},
	{"an end within a string", `{} {"a": "b\`, records.Auto, []string{`1:1@0 {}`, `1:4@3 {"a": "b\`}},
	{"values too long", `[{}` + strings.Repeat(",{}", 1000) + "]\n" + `{}`, records.Concatenated,
		[]string{"1:1@0 [{}" + strings.Repeat(",{}", 333)[:998] + "…", "2:1@3005 {}"}},
	{"values too deep", strings.Repeat("[", 120) + `{"a":"]"}` + strings.Repeat("]", 120) + `{}`, records.Concatenated,
		[]string{"1:1@0 " + strings.Repeat("[", 101) + "…", "1:250@249 {}"}},

	{"a sequence", "\x1e{\"a\":\n1}\n\x1e\x1e[2]\n\x1e3\n", records.Auto, []string{"1:2@1 {\"a\":\n1}", `3:3@12 [2]`, `4:2@17 3`}},
	{"a sequence of texts that are cut off", "\x1e{\"a\":\x1e12\x1e\"a\"\x1etrue", records.Auto,
		[]string{`1:2@1 {"a": (1:7@6+0 ` + cutOff + `)`, `1:8@7 12 (1:10@9+0 ` + cutOff + `)`, `1:11@10 "a"`, `1:15@14 true (1:19@18+0 ` + cutOff + `)`}},
	{"a sequence without its first separator", "{}\n\x1e{}\n", records.Sequence,
		[]string{`1:1@0 {} (1:1@0+1 expected a record separator (U+001E) before the first text of a sequence (RFC 7464))`, `2:2@4 {}`}},

	{"an array", ` [{"a":1}, 2 ,"b",[] ] `, records.Auto, []string{`1:3@2 {"a":1}`, `1:12@11 2`, `1:15@14 "b"`, `1:19@18 []`}},
	{"an empty array", `[ ]`, records.Auto, nil},
	{"an array over lines", "[\n  {\n    \"a\": 1\n  },\n  {}\n]\n", records.Auto, []string{"2:3@4 {\n    \"a\": 1\n  }", `5:3@24 {}`}},
	{"an array after a byte order mark", "\xEF\xBB\xBF[1]", records.Auto, []string{`1:3@4 1 (1:1@0+3 ` + noMark + `)`}},
	{"an empty array after a byte order mark", "\xEF\xBB\xBF[]", records.Auto, []string{`1:1@0  (1:1@0+3 ` + noMark + `)`}},
	{"items of all kinds", `[nul, {"a" 1}, {"b": 1,}, [1 2], 3]`, records.Auto,
		[]string{`1:2@1 nul`, `1:7@6 {"a" 1}`, `1:16@15 {"b": 1,}`, `1:27@26 [1 2]`, `1:34@33 3`}},
	{"no comma between items", `[{} {}]`, records.Auto, []string{`1:2@1 {}`, `1:5@4 {} (1:5@4+1 ` + noComma + `)`}},
	{"commas without items", `[,1,,2,]`, records.Auto, []string{`1:2@1  (1:2@1+1 ` + noItem + `)`, `1:3@2 1`, `1:5@4  (1:5@4+1 ` + noItem + `)`, `1:6@5 2`,
		`1:8@7  (1:8@7+1 trailing comma before ']'; remove it)`}},
	{"an item with a bracket too many", `[{}}, {}]`, records.Auto, []string{`1:2@1 {}`, `1:4@3 }`, `1:7@6 {}`}},
	{"an item without its bracket, at the end", `[{}, {"a": 1]`, records.Auto, []string{`1:2@1 {}`, `1:6@5 {"a": 1`}},
	{"an item without its bracket, over lines", "[\n  {\n    \"a\": {\n  },\n  {\n    \"b\": 1\n  }\n]", records.Auto,
		[]string{"2:3@4 {\n    \"a\": {\n  }", "5:3@24 {\n    \"b\": 1\n  }"}},
	{"an array that is not closed", `[1, 2`, records.Auto, []string{`1:2@1 1`, `1:5@4 2`, `1:6@5  (1:6@5+0 ` + noEnd + `)`}},
	{"an array that ends after a comma", `[1,`, records.Auto, []string{`1:2@1 1`, `1:4@3  (1:4@3+0 ` + noEnd + `)`}},
	{"more after the array", "[1]\n[2]\n", records.Auto, []string{`1:2@1 1`, `2:1@4  (2:1@4+1 ` + notArray + `)`}},
	{"no array", `{}`, records.Array, []string{`1:1@0  (1:1@0+1 expected an array)`}},
	{"no array at all", ` `, records.Array, nil},
	{"items too long", `["` + strings.Repeat("a", 5000) + `", 1]`, records.Auto, []string{`1:2@1 "` + strings.Repeat("a", 1000) + "…", `1:5006@5005 1`}},
	{"items too deep", "[1, " + strings.Repeat(`{"a":[`, 60) + strings.Repeat(`]}`, 60) + ", 2]", records.Auto,
		[]string{`1:2@1 1`, `1:5@4 ` + strings.Repeat(`{"a":[`, 50) + `{…`, `1:487@486 2`}},
}

// readers read a text in various ways.
var readers = map[string]func(text string) io.Reader{
	"whole":           func(text string) io.Reader { return strings.NewReader(text) },
	"one byte":        func(text string) io.Reader { return iotest.OneByteReader(strings.NewReader(text)) },
	"half":            func(text string) io.Reader { return iotest.HalfReader(strings.NewReader(text)) },
	"data with error": func(text string) io.Reader { return iotest.DataErrReader(strings.NewReader(text)) },
}

func TestFormsAndBrokenRecords(t *testing.T) {
	for _, tt := range forms {
		for name, reader := range readers {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				got, err := all(t, records.NewReader(reader(tt.stream), tt.form, limits))
				if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
					t.Errorf("%v: %s", err, diff)
				}
			})
		}
		t.Run(tt.name+", in memory", func(t *testing.T) {
			got, err := all(t, records.NewText([]byte(tt.stream), tt.form, limits, jsontape.Beginning))
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("%v: %s", err, diff)
			}
		})
	}
}

// A record that the end of the stream completes must not be returned if the stream has not ended.
func TestAReadErrorEndsTheStream(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		stream string
		form   records.Form
		want   []string
	}{
		{"", records.Auto, nil},
		{" ", records.Auto, nil},
		{"{}", records.Auto, nil}, // a line may continue
		{"{}\n{}\n1", records.Auto, []string{"1:1@0 {}", "2:1@3 {}"}},
		{"{}{}", records.Concatenated, []string{"1:1@0 {}", "1:3@2 {}"}},
		{"{}1", records.Concatenated, []string{"1:1@0 {}"}},
		{`{}"a`, records.Concatenated, []string{"1:1@0 {}"}},
		{`{}}`, records.Concatenated, []string{"1:1@0 {}"}},
		{"\x1e{}\x1e{}", records.Auto, []string{"1:2@1 {}"}},
		{"\x1e1", records.Auto, nil},
		{"[", records.Auto, nil},
		{"[1", records.Auto, nil},
		{"[1,", records.Auto, []string{"1:2@1 1"}},
		{"[{} {", records.Auto, []string{"1:2@1 {}"}},
		{"[{}]", records.Auto, []string{"1:2@1 {}"}},
		{"[{},]", records.Auto, []string{"1:2@1 {}", "1:5@4  (1:5@4+1 trailing comma before ']'; remove it)"}},
		{strings.Repeat("a", 5000), records.Auto, nil},
	} {
		for name, reader := range readers {
			got, err := all(t, records.NewReader(io.MultiReader(reader(tt.stream), iotest.ErrReader(broken)), tt.form, limits))
			if diff := cmp.Diff(tt.want, got); diff != "" || err != broken {
				t.Errorf("%q, %s: %v: %s", tt.stream, name, err, diff)
			}
		}
	}
}

// random returns a value, and pretty or minified text of it.
func random(rng *rand.Rand, depth int) any {
	switch rng.IntN(7 - 2*min(depth, 2)) {
	case 0:
		return rng.IntN(1000)
	case 1:
		return strings.Repeat(`é"}\`, rng.IntN(4)) + "]"
	case 2:
		return nil
	case 3, 4:
		list := make([]any, rng.IntN(4))
		for i := range list {
			list[i] = random(rng, depth+1)
		}
		return list
	}
	object := make(map[string]any)
	for i := range rng.IntN(4) {
		object[fmt.Sprint(i, "{")] = random(rng, depth+1)
	}
	return object
}

// The records of any values with any space between them are the values.
func TestRecordsAreTheValuesThatWereWritten(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var values []string
		for range rng.IntN(10) {
			text, err := json.Marshal(random(rng, 0))
			if rng.IntN(2) == 0 {
				text, err = json.MarshalIndent(random(rng, 0), "", "  ")
			}
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, string(text))
		}
		compact := make([]string, len(values))
		for i, v := range values {
			var b bytes.Buffer
			_ = json.Compact(&b, []byte(v))
			compact[i] = b.String()
		}
		for form, stream := range map[records.Form]string{
			records.Lines:        strings.Join(compact, "\n"),
			records.Concatenated: strings.Join(values, "\n"),
			records.Sequence:     "\x1e" + strings.Join(values, "\n\x1e") + "\n",
			records.Array:        "[" + strings.Join(values, ",\n") + "]",
		} {
			want := values
			if form == records.Lines {
				want = compact
			}
			r := records.NewReader(iotest.HalfReader(strings.NewReader(stream)), form, records.Limits{})
			var got []string
			for {
				record, err := r.Next()
				if err == io.EOF {
					break
				}
				if err != nil || len(record.Faults) > 0 || !strings.HasPrefix(stream[record.Offset:], string(record.Text)) {
					t.Fatalf("%v: %s", err, show(record))
				}
				got = append(got, string(record.Text))
			}
			if !slices.Equal(got, want) {
				t.Errorf("form %d of %q: %q", form, stream, got)
			}
		}
	}
}

// chunked reads as many bytes at a time as its sizes say, in turn.
type chunked struct {
	text  []byte
	sizes []byte
	reads int
}

func (c *chunked) Read(p []byte) (int, error) {
	if len(c.text) == 0 {
		return 0, io.EOF
	}
	size := 1
	if len(c.sizes) > 0 {
		size = int(c.sizes[c.reads%len(c.sizes)])%50 + 1
	}
	c.reads++
	n := copy(p, c.text[:min(size, len(c.text))])
	c.text = c.text[n:]
	return n, nil
}

func TestChunksAreWholeLines(t *testing.T) {
	long := strings.Repeat("a", 3*records.ChunkSize)
	for _, text := range []string{"", "\n", "1", "1\n2\r\n\n3", strings.Repeat("{\"a\": 1}\n", 50_000), "1\n" + long + "\n2\n", long} {
		for name, reader := range readers {
			if len(text) > 10_000 && name == "one byte" {
				continue
			}
			chunks := records.NewChunks(reader(text), 4*records.ChunkSize, func() []byte { return make([]byte, 0, records.ChunkSize) })
			var got []byte
			for {
				chunk, err := chunks.Next()
				if lines := bytes.Count(got, []byte("\n")); chunk.Offset != int64(len(got)) || chunk.Line != lines+1 || chunk.Column != 1 {
					t.Errorf("%.20q, %s: a chunk at %+v, after %d bytes and %d lines", text, name, chunk.Place, len(got), lines)
				}
				got = append(got, chunk.Text...)
				if err == io.EOF {
					break
				}
				if err != nil || !bytes.HasSuffix(chunk.Text, []byte("\n")) {
					t.Fatalf("%.20q, %s: %v: %.20q", text, name, err, chunk.Text)
				}
			}
			if string(got) != text {
				t.Errorf("%.20q, %s: %.20q", text, name, got)
			}
		}
	}
}

func TestChunksEndAtALineThatIsTooLong(t *testing.T) {
	text := "1\n" + strings.Repeat("a", 5*records.ChunkSize) + "\n2\n"
	chunks := records.NewChunks(strings.NewReader(text), records.ChunkSize, func() []byte { return make([]byte, 0, records.ChunkSize) })
	if chunk, err := chunks.Next(); string(chunk.Text) != "1\n" || err != nil {
		t.Errorf("%.20q: %v", chunk.Text, err)
	}
	var tooLong *records.TooLongError
	if chunk, err := chunks.Next(); len(chunk.Text) > 0 || !errors.As(err, &tooLong) || tooLong.Line != 2 {
		t.Errorf("%.20q: %v", chunk.Text, err)
	}
}

// texts returns the texts of the records of a stream that is in memory.
func texts(stream []byte, form records.Form) (all []string, sound bool) {
	r := records.NewText(stream, form, records.Limits{}, jsontape.Beginning)
	for sound = true; ; {
		record, err := r.Next()
		if err != nil {
			return all, sound
		}
		all, sound = append(all, string(record.Text)), sound && len(record.Faults) == 0
	}
}

// FuzzBorders compares the records with the values that encoding/json finds in valid streams, and with
// the lines of any stream.
func FuzzBorders(f *testing.F) {
	for _, tt := range forms {
		f.Add([]byte(tt.stream))
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		var lines []string
		for line := range bytes.Lines(stream) {
			if line = bytes.TrimRight(bytes.TrimSuffix(line, []byte("\n")), "\r"); len(bytes.Trim(line, " \t\r")) > 0 {
				lines = append(lines, string(line))
			}
		}
		if got, _ := texts(stream, records.Lines); !slices.Equal(got, lines) {
			t.Errorf("lines %q, not %q", got, lines)
		}
		var items []json.RawMessage
		if json.Unmarshal(stream, &items) == nil && items != nil {
			compare(t, stream, records.Array, items)
		}
		var values []json.RawMessage
		d := json.NewDecoder(bytes.NewReader(stream))
		for {
			var value json.RawMessage
			err := d.Decode(&value)
			if err == io.EOF {
				compare(t, stream, records.Concatenated, values)
			}
			rest := stream[d.InputOffset():]
			if err != nil || len(rest) > 0 && strings.IndexByte(`{["`, value[0]) < 0 && strings.IndexByte(" \t\r\n[{\"", rest[0]) < 0 {
				return // two numbers or words have space between them, unlike those of a json.Decoder
			}
			values = append(values, value)
		}
	})
}

func compare(t *testing.T, stream []byte, form records.Form, want []json.RawMessage) {
	t.Helper()
	got, sound := texts(stream, form)
	same := func(got string, want json.RawMessage) bool { return got == string(want) }
	if !sound || !slices.EqualFunc(got, want, same) {
		t.Errorf("form %d of %q: %q, not %q", form, stream, got, want)
	}
}

// FuzzChunks checks that records do not depend on how much is read at a time.
func FuzzChunks(f *testing.F) {
	for _, tt := range forms {
		if len(tt.stream) < 200 {
			f.Add([]byte(tt.stream), []byte{1, 3, 0, 7}, uint8(tt.form), uint8(20))
		}
	}
	f.Fuzz(func(t *testing.T, stream, sizes []byte, form, size uint8) {
		limits := records.Limits{Depth: 5, Bytes: int(size)}
		as := records.Form(form % 5)
		got, err := all(t, records.NewReader(&chunked{text: stream, sizes: sizes}, as, limits))
		want, errWhole := all(t, records.NewText(stream, as, limits, jsontape.Beginning))
		if diff := cmp.Diff(want, got); diff != "" || err != nil || errWhole != nil {
			t.Errorf("%v, %v: %s", err, errWhole, diff)
		}
	})
}
