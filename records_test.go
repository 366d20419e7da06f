package verdict_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/race"
)

const idSchema = `{"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}`

// listRecords lists the records of a stream: "INDEX LINE:COLUMN@OFFSET BYTES", and the violations.
func listRecords(records iter.Seq2[verdict.Record, error]) (lines []string) {
	for r, err := range records {
		lines = append(lines, fmt.Sprintf("%d %d:%d@%d %.40q", r.Index, r.Line, r.Column, r.Offset, r.Bytes))
		var invalid *verdict.Error
		if err != nil && !errors.As(err, &invalid) {
			lines = append(lines, "! "+err.Error())
		}
		for _, v := range r.Violations {
			line := fmt.Sprintf("- @%d-%d %s %s", v.Offset, v.End, v.Pointer, v.Error())
			if s := v.Suggestion; s.Kind != "" {
				line += fmt.Sprintf(", %s %s @%d-%d", s.Kind, s.Text, s.Offset, s.End)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func TestRecordsHaveTheirViolationsAtPlacesOfTheStream(t *testing.T) {
	s := compiled(t, idSchema)
	for _, tt := range []struct {
		name, stream string
		want         []string
	}{
		{"lines", "{\"id\": 1}\n\n{\"id\": \"2\"}\n{\"id\": 3, \"id\": 3}\nnull", []string{
			`0 1:1@0 "{\"id\": 1}"`,
			`1 3:1@11 "{\"id\": \"2\"}"`, `- @18-21 /id 3:8: expected integer, got the string "2"; remove the quotes [type], unquote 2 @18-21`,
			`2 4:1@23 "{\"id\": 3, \"id\": 3}"`, `- @33-37 /id 4:11: duplicate property "id" (first defined at 4:2); remove one [duplicate-key], remove  @31-40`,
			`3 5:1@42 "null"`, `- @42-46  5:1: null is not allowed, expected object; give a value [null]`,
		}},
		{"values", "{} {\"id\":\n[1}\n{\"id\": 1", []string{
			`0 1:1@0 "{}"`, `- @0-2  1:1: missing required property "id"; add it [missing], add "id" @0-2`,
			`1 1:4@3 "{\"id\":\n[1}"`, `- @12-13  2:3: expected ',' or ']' after the item, got '}' [syntax]`,
			`2 3:1@14 "{\"id\": 1"`, `- @22-22  3:9: the payload ends within the object that begins at 3:1, expected '}' [syntax]`,
		}},
		{"array", "[{\"id\": 1},\n  {\"id\": null} {\"id\": 2},,\n  4]\n{}", []string{
			`0 1:2@1 "{\"id\": 1}"`,
			`1 2:3@14 "{\"id\": null}"`, `- @21-25 /id 2:10: null is not allowed, expected integer; give a value [null]`,
			`2 2:16@27 "{\"id\": 2}"`, `- @27-28  2:16: expected ',' or ']' after the item [syntax]`,
			`3 2:26@37 ""`, `- @37-38  2:26: expected an item before ','; remove one comma [syntax]`,
			`4 3:3@41 "4"`, `- @41-42  3:3: expected object, got the number 4 [type]`,
			`5 4:1@44 ""`, `- @44-45  4:1: expected the end of the stream after the array; if each line is an array, it is NDJSON [syntax]`,
		}},
		{"sequence", "\x1e{\"id\": 1}\n\x1e12", []string{
			`0 1:2@1 "{\"id\": 1}"`,
			`1 2:2@12 "12"`, `- @12-14  2:2: expected object, got the number 12 [type]`,
			`- @14-14  2:4: the text may be cut off; a number, true, false or null must be followed by a line feed (RFC 7464, section 2.4) [syntax]`,
		}},
		{"byte order marks", "\xEF\xBB\xBF[{\"id\": 1}]", []string{
			`0 1:3@4 "{\"id\": 1}"`, `- @0-3  1:1: JSON must not begin with a byte order mark (RFC 8259, section 8.1) [encoding]`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, listRecords(s.Records(strings.NewReader(tt.stream)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A text is valid as a record if and only if it is valid as a payload.
func TestRecordsAgreeWithValidate(t *testing.T) {
	s := compiled(t, idSchema)
	for _, payload := range []string{`{"id": 1}`, `{"id": 1.5}`, `{"id": 1, "id": 2}`, "{\"id\": \t1, \"\xff\": 2}", `{"id": 1e0}`, `{"id" 1}`, `[]`, `"\ud800"`, `tru`} {
		want := s.Validate([]byte(payload))
		for form, stream := range map[verdict.Form]string{
			verdict.FormLines: payload, verdict.FormConcatenated: payload, verdict.FormSequence: "\x1e" + payload + "\n", verdict.FormArray: "[" + payload + "]",
		} {
			count := 0
			for r, err := range s.Records(strings.NewReader(stream), verdict.WithForm(form)) {
				count++
				if (err == nil) != (want == nil) || string(r.Bytes) != payload {
					t.Errorf("form %d of %q: %q: %v, not %v", form, payload, r.Bytes, err, want)
				}
			}
			if count != 1 {
				t.Errorf("form %d of %q: %d records", form, payload, count)
			}
		}
	}
}

// counted counts the reads of a stream and its bytes.
type counted struct {
	io.Reader
	reads int
	bytes int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.reads++
	c.bytes += n
	return n, err
}

func TestABreakStopsReading(t *testing.T) {
	s := compiled(t, idSchema)
	for form, stream := range map[verdict.Form]string{
		verdict.FormLines: "{\"id\": 1}\n", verdict.FormConcatenated: `{"id": 1}`, verdict.FormArray: `[{"id": 1}`,
	} {
		r := &counted{Reader: iotest.OneByteReader(strings.NewReader(strings.Repeat(stream, 100)))}
		for _, err := range s.Records(r, verdict.WithForm(form)) {
			if err != nil {
				t.Error(err)
			}
			break
		}
		if r.reads != len(stream) {
			t.Errorf("form %d: %d reads of a byte for %q", form, r.reads, stream)
		}
	}
}

// endlessReader repeats a text.
type endlessReader struct {
	text string
	at   int
}

func (e *endlessReader) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		c := copy(p[n:], e.text[e.at:])
		n, e.at = n+c, (e.at+c)%len(e.text)
	}
	return n, nil
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestRecordsTakeTheMemoryOfTheLargest(t *testing.T) {
	race.Skip(t)
	s := compiled(t, idSchema)
	const size = 20 << 20
	item := `{"id": 1, "text": "` + strings.Repeat("a", 1000) + `"}`
	for name, stream := range map[string]io.Reader{
		"lines":        &endlessReader{text: item + "\n"},
		"concatenated": &endlessReader{text: item},
		"array":        io.MultiReader(strings.NewReader("["), &endlessReader{text: item + ", "}),
	} {
		used := allocated(func() {
			count := 0
			for _, err := range s.Records(io.LimitReader(stream, size)) {
				if err == nil {
					count++
				}
			}
			if count < size/(len(item)+2)-1 {
				t.Errorf("%s: %d valid records", name, count)
			}
		})
		if used > 1<<20 {
			t.Errorf("%s: %d bytes allocated", name, used)
		}
	}
}

// A record without end is reported when it exceeds a limit, and memory is that of the limit.
func TestLimitsOfRecordsHoldWhileReading(t *testing.T) {
	race.Skip(t)
	s := compiled(t, `true`, verdict.WithLimits(verdict.Limits{Bytes: 100_000, Depth: 50}))
	const size = 2 << 20
	for _, tt := range []struct{ begin, text, option string }{
		{``, `a`, "Limits.Bytes"},
		{``, ` `, "Limits.Bytes"},
		{`"`, `a`, "Limits.Bytes"},
		{`{} {"a":`, `[`, "Limits.Depth"},
		{`[`, `[`, "Limits.Depth"},
		{`[[`, `1,`, "Limits.Bytes"},
		{`["`, `\"`, "Limits.Bytes"},
		{`{} {`, `"a":{`, "Limits.Depth"},
		{"\x1e", `1 `, "Limits.Bytes"},
	} {
		stream := &counted{Reader: io.LimitReader(io.MultiReader(strings.NewReader(tt.begin), &endlessReader{text: tt.text}), size)}
		var violations []verdict.Violation
		used := allocated(func() {
			for r := range s.Records(stream) {
				violations = append(violations, r.Violations...)
			}
		})
		if len(violations) == 0 || violations[0].Rule != verdict.RuleLimit || violations[0].Params.Get("option") != tt.option {
			t.Errorf("%q and %q: %v", tt.begin, tt.text, violations)
		}
		if used > 1<<20 {
			t.Errorf("%q and %q: %d bytes allocated", tt.begin, tt.text, used)
		}
	}
}

func TestWithoutALimitARecordMayHave128MiB(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 128 MiB; go test without -short runs this")
	}
	s := compiled(t, `true`)
	text := func() io.Reader {
		return io.MultiReader(strings.NewReader(`"`), io.LimitReader(&endlessReader{text: strings.Repeat("a", 4096)}, 128<<20))
	}
	for r := range s.Records(text()) {
		if len(r.Violations) != 1 || r.Violations[0].Params != `{"limit":134217728,"option":"Limits.Bytes"}` {
			t.Errorf("%v", r.Violations)
		}
	}
	if err := s.ValidateReader(t.Context(), text()); err == nil || !strings.Contains(err.Error(), "limit of 134217728 bytes that WithLimits sets (Limits.Bytes)") {
		t.Errorf("%.200v", err)
	}
}

// panickingReader is a faulty reader of the caller.
type panickingReader struct{}

func (panickingReader) Read([]byte) (int, error) { panic("a mistake") }

// lying returns an impossible count.
type lying int

func (l lying) Read(p []byte) (int, error) { return int(l), nil }

func TestAReadErrorIsTheLastOfTheStream(t *testing.T) {
	s := compiled(t, idSchema)
	gone := errors.New("gone")
	for _, tt := range []struct {
		name   string
		reader io.Reader
		want   []string
	}{
		{"after a record", io.MultiReader(strings.NewReader("{\"id\": 1}\n{\"i"), iotest.ErrReader(gone)), []string{`0 1:1@0 "{\"id\": 1}"`, `1 2:1@10 ""`, "! verdict: reading: gone"}},
		{"nil", nil, []string{`0 1:1@0 ""`, "! verdict: reading: panic while reading: runtime error: invalid memory address or nil pointer dereference"}},
		{"panic", panickingReader{}, []string{`0 1:1@0 ""`, "! verdict: reading: panic while reading: a mistake"}},
		{"nothing for ever", lying(0), []string{`0 1:1@0 ""`, "! verdict: reading: multiple Read calls return no data or error"}},
		{"less than nothing", lying(-1), []string{`0 1:1@0 ""`, "! verdict: reading: the reader returned an invalid count"}},
		{"too much", lying(1 << 30), []string{`0 1:1@0 ""`, "! verdict: reading: the reader returned an invalid count"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, listRecords(s.Records(tt.reader))); diff != "" {
				t.Error(diff)
			}
			var failed *verdict.ReadError
			if err := s.ValidateReader(t.Context(), tt.reader); !errors.As(err, &failed) || tt.want[len(tt.want)-1] != "! "+err.Error() {
				t.Errorf("ValidateReader: %v", err)
			}
		})
	}
	for r, err := range s.Records(iotest.ErrReader(gone)) {
		if !errors.Is(err, gone) {
			t.Errorf("%v: %v", r, err)
		}
	}
}

func TestRecordsOfWhatIsNotCompiled(t *testing.T) {
	var schema *verdict.Schema
	var typed *verdict.Typed[int]
	count := 0
	for _, err := range schema.Records(strings.NewReader("1")) {
		count++
		if err == nil || !strings.Contains(err.Error(), "not compiled") {
			t.Error(err)
		}
	}
	for _, err := range typed.Records(strings.NewReader("1")) {
		count++
		if err == nil || !strings.Contains(err.Error(), "not compiled") {
			t.Error(err)
		}
	}
	for _, err := range compiled(t, `true`).Records(strings.NewReader("1"), nil, verdict.WithForm(7)) {
		count++
		if err == nil || !strings.Contains(err.Error(), "there is no form 7") {
			t.Error(err)
		}
	}
	for _, err := range []error{schema.ValidateReader(t.Context(), strings.NewReader("1")), typed.ValidateReader(t.Context(), strings.NewReader("1"))} {
		if err == nil || !strings.Contains(err.Error(), "not compiled") {
			t.Error(err)
		}
	}
	if count != 3 {
		t.Errorf("%d errors, not one for each stream", count)
	}
}

func TestTypedRecordsAreDecoded(t *testing.T) {
	type item struct {
		ID   int8     `json:"id"`
		Tags []string `json:"tags,omitempty"`
	}
	typed, err := verdict.For[item](verdict.WithSchemaFor[int8]([]byte(`{"type": "integer"}`)))
	if err != nil {
		t.Fatal(err)
	}
	stream := "{\"id\": 1, \"tags\": [\"a\"]}\n{\"id\": \"x\"}\n{\"id\": 1000}\n{\"id\": 2}\n{"
	var got []string
	for r, err := range typed.Records(strings.NewReader(stream)) {
		var invalid *verdict.Error
		got = append(got, fmt.Sprint(r.Index, r.Line, r.Value, err == nil, errors.As(err, &invalid), len(r.Violations)))
	}
	want := []string{"0 1 {1 [a]} true false 0", "1 2 {0 []} false true 1", "2 3 {0 []} false false 0", "3 4 {2 []} true false 0", "4 5 {0 []} false true 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRedactedRecordsHaveNoValues(t *testing.T) {
	s := compiled(t, idSchema, verdict.WithRedaction())
	for r, err := range s.Records(strings.NewReader("[{\"id\": \"secret\"} {\"id\": \"secret\"}, secret, \"secret\"]")) {
		if err == nil || strings.Contains(fmt.Sprint(err, r.Violations), "secret") {
			t.Error(err)
		}
	}
}

func TestWithMaxViolationsCountsFaultsOfTheStream(t *testing.T) {
	s := compiled(t, idSchema, verdict.WithMaxViolations(1))
	for r, err := range s.Records(strings.NewReader(`[1 2]`)) {
		var invalid *verdict.Error
		if !errors.As(err, &invalid) || len(r.Violations) != 1 || invalid.Truncated != (r.Index == 1) {
			t.Errorf("%v: %v", r, err)
		}
	}
}

func TestValidateReaderReadsNoMoreThanTheLimit(t *testing.T) {
	s := compiled(t, `{"type": "string"}`, verdict.WithLimits(verdict.Limits{Bytes: 100_000}))
	for _, size := range []int{10, 99_998, 99_999, 1 << 30} {
		text := io.MultiReader(strings.NewReader(`"`), io.LimitReader(&endlessReader{text: "a"}, int64(size)-1), strings.NewReader(`"`))
		r := &counted{Reader: text}
		err := s.ValidateReader(t.Context(), r)
		if size < 100_000 {
			if err != nil || r.bytes != size+1 {
				t.Errorf("%d: %d bytes read: %v", size, r.bytes, err)
			}
			continue
		}
		var invalid *verdict.Error
		if !errors.As(err, &invalid) || len(invalid.Violations) != 1 || invalid.Violations[0].Params != `{"limit":100000,"option":"Limits.Bytes"}` || r.bytes != 100_001 {
			t.Errorf("%d: %d bytes read: %v", size, r.bytes, err)
		}
	}
}

func TestValidateReaderIsValidate(t *testing.T) {
	s := compiled(t, idSchema)
	for _, payload := range []string{"", " ", `{"id": 1}`, "{\n\"id\": \"1\"}", `{"id": 1}{`} {
		want := fmt.Sprint(s.Validate([]byte(payload)))
		for _, r := range []io.Reader{strings.NewReader(payload), iotest.OneByteReader(strings.NewReader(payload)), iotest.DataErrReader(bytes.NewReader([]byte(payload)))} {
			if got := fmt.Sprint(s.ValidateReader(t.Context(), r)); got != want {
				t.Errorf("%q: %s, not %s", payload, got, want)
			}
		}
	}
}

// canceling cancels the context in the second read.
type canceling struct {
	cancel context.CancelFunc
	reads  int
}

func (c *canceling) Read(p []byte) (int, error) {
	if c.reads++; c.reads == 2 {
		c.cancel()
	}
	p[0] = ' '
	return 1, nil
}

func TestValidateReaderEndsWithItsContext(t *testing.T) {
	s := compiled(t, `true`)
	ctx, cancel := context.WithCancel(t.Context())
	r := &canceling{cancel: cancel}
	if err := s.ValidateReader(ctx, r); !errors.Is(err, context.Canceled) || r.reads != 2 {
		t.Errorf("after %d reads: %v", r.reads, err)
	}
	if err := s.ValidateReader(ctx, r); !errors.Is(err, context.Canceled) || r.reads != 2 {
		t.Errorf("after %d reads: %v", r.reads, err)
	}
}

func TestEachRecordIsObservedOnce(t *testing.T) {
	var seen []string
	s := compiled(t, idSchema, verdict.WithObserver(verdict.Observer{Validated: func(v verdict.Validation) {
		seen = append(seen, fmt.Sprint(v.Bytes, v.Valid, v.Err))
	}}))
	var want []string
	for r, err := range s.Records(strings.NewReader(`[{"id": 1}, {"id": 2} {"id": 3}, null]`)) {
		want = append(want, fmt.Sprint(len(r.Bytes), err == nil, err))
	}
	if err := s.ValidateReader(t.Context(), strings.NewReader("{\"id\": 1}")); err == nil {
		want = append(want, "9 true <nil>")
	}
	if diff := cmp.Diff(want, seen); diff != "" || len(want) != 5 {
		t.Error(diff)
	}
}

func TestValidRecordsAllocateNothing(t *testing.T) {
	if race.Enabled {
		t.Skip("under the race detector, sync.Pool drops items at random, so allocations cannot be counted; go test without -race runs this")
	}
	s := compiled(t, idSchema)
	const records = 1000
	for form, stream := range map[verdict.Form]string{
		verdict.FormLines: strings.Repeat("{\"id\": 1}\n", records), verdict.FormConcatenated: strings.Repeat(`{"id": 1}`, records),
		verdict.FormArray: "[" + strings.Repeat(`{"id": 1},`, records-1) + `{"id": 1}]`,
	} {
		count := 0
		n := allocationsPerRun(10, func() {
			count = 0
			for _, err := range s.Records(strings.NewReader(stream), verdict.WithForm(form)) {
				if err == nil {
					count++
				}
			}
		})
		if n > 20 || count != records {
			t.Errorf("form %d: %.0f allocations for %d valid records", form, n, count)
		}
	}
}

func TestFaultsOfTheStreamAreWordedByTheCatalog(t *testing.T) {
	s := compiled(t, idSchema, verdict.WithMessages(verdict.Catalog{Details: map[string]string{"expected ',' or ']' after the item": "Komma fehlt"}}))
	var got []string
	for r := range s.Records(strings.NewReader(`[{"id": 1} {"id": 2}]`)) {
		for _, v := range r.Violations {
			got = append(got, v.Message)
		}
	}
	if diff := cmp.Diff([]string{"Komma fehlt"}, got); diff != "" {
		t.Error(diff)
	}
}
