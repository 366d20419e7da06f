package syntax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
)

var tomlSeeds = []string{
	"a = 1\n[t]\nb = 'x'\n[[u]]\nc = [1, {d = 2}]\n[[u]]\n[u.v]\n", "a.b = 0x1F\na.c = inf\n\"\" = 1_0.5e+3",
	"a = 1979-05-27 07:32:00Z\nb = 07:32:00.5\nc = 1979-05-27\nd = 1979-05-27T07:32:00", "[a.b]\n[a]\nb = 1\n",
	"a = \"\"\"\n\\\n  x\\u00e9\"\"\"\"\nb = '''y''''\n", "a = {b = 1, c.d = 2, # e\n}\n[a.f]", "a = [\n1,\n# x\n]", "a = @\nb = [1\nc = 2", "[[a]]\n[a]\n[a.b]\n[[a.b]]",
	"a = true\r\n# c\r\nb = -0\n", "[x]\n[y\nz = 1", "\xef\xbb\xbfa = 1", "a = 2021-02-30", "1.2 = 3\n3.4 = '''\\''' # '",
}

// Documents that go-toml accepts have the same values here, and others have an error.
func FuzzTOML(f *testing.F) {
	for _, seed := range tomlSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		doc := TOML(source)
		faults := faultsOf(&doc)
		for _, e := range doc.Errors {
			if e.Offset < 0 || e.Offset > len(source) {
				t.Fatalf("%q: an error at %d", source, e.Offset)
			}
		}
		for i, s := range doc.Text.segments {
			if s.start < 0 || s.end < s.start || s.end > len(source) {
				t.Fatalf("%q: %s is mapped to %d to %d", source, doc.Text.JSON[s.json:], s.start, s.end)
			}
			if i > 0 && s.json < doc.Text.segments[i-1].json {
				t.Fatalf("%q: the segments of %s are out of order", source, doc.Text.JSON)
			}
		}
		if !json.Valid(doc.Text.JSON) && len(doc.Errors) == 0 {
			t.Fatalf("%q becomes %s", source, doc.Text.JSON)
		}
		want := make(map[string]any)
		err := toml.Unmarshal(bytes.TrimPrefix(source, ByteOrderMark), &want)
		switch {
		case !utf8.Valid(source):
		case err != nil && len(faults) == 0:
			if !laxer(err.Error()) {
				t.Fatalf("%q becomes %s, but %v", source, doc.Text.JSON, err)
			}
		case err == nil && len(faults) > 0:
			if !slices.ContainsFunc(faults, func(fault string) bool {
				return strings.Contains(fault, "date or time") || strings.Contains(fault, "deeper")
			}) {
				t.Fatalf("%q: %v, but go-toml reads %v", source, faults, want)
			}
		case err == nil:
			if diff := cmp.Diff(fromTOML(want), valueOf(t, &doc)); diff != "" {
				t.Fatalf("%q (-want +got):\n%s", source, diff)
			}
		}
	})
}

// laxer reports whether an error of go-toml is about a text that is accepted here: numbers and years
// that Go has no type for.
func laxer(message string) bool {
	for _, known := range []string{"out of range", "overflow", "too large", "value out of range", "exceeds"} {
		if strings.Contains(message, known) {
			return true
		}
	}
	return false
}

// fromTOML converts a value of go-toml as valueOf does.
func fromTOML(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			value[name] = fromTOML(value[name])
		}
		return value
	case []any:
		for i := range value {
			value[i] = fromTOML(value[i])
		}
		return value
	case int64:
		return numberText(strconv.FormatInt(value, 10))
	case float64:
		switch {
		case math.IsNaN(value):
			return "nan"
		case math.IsInf(value, 0):
			return numberText(strings.ToLower(strings.TrimPrefix(fmt.Sprint(value), "+")))
		}
		return numberText(strconv.FormatFloat(value, 'g', -1, 64))
	case time.Time:
		return timeText(value.Format("2006-01-02T15:04:05.999999999Z07:00"))
	case toml.LocalDateTime:
		return timeText(strings.Replace(value.String(), " ", "T", 1))
	case toml.LocalDate, toml.LocalTime:
		return timeText(fmt.Sprint(value))
	case string:
		return timeText(value)
	}
	return value
}

// Replacing a scalar changes nothing else.
func FuzzTOMLEdit(f *testing.F) {
	for _, seed := range tomlSeeds {
		f.Add([]byte(seed), "x")
		f.Add([]byte(seed), "it's \"1\"\n\\\x7f")
	}
	f.Add([]byte("[00.a]\n[[0.a]]"), "0")
	f.Fuzz(func(t *testing.T, source []byte, text string) {
		doc := TOML(source)
		if len(faultsOf(&doc)) > 0 || !utf8.Valid(source) || !utf8.ValidString(text) {
			return
		}
		before := doc.Text.JSON
		for i, s := range doc.Text.segments {
			end := len(before)
			if i+1 < len(doc.Text.segments) {
				end = doc.Text.segments[i+1].json
			}
			token := before[s.json:end]
			for _, by := range []string{Quote(text), `"` + string(token) + `"`, "12", "true", "-0.5e3"} {
				isNumber := token[0] == '-' || '0' <= token[0] && token[0] <= '9'
				isKey := end < len(before) && before[end] == ':'
				if !json.Valid([]byte(by)) || isKey && (by[0] != '"' || bytes.Contains(before, []byte(by+":"))) {
					continue // a table that gets the name of another one may become a part of it
				}
				edits := doc.InSource(Edit{s.json, end, by})
				if len(edits) != 1 {
					continue
				}
				want := by
				if by == `"`+string(token)+`"` && (isNumber || token[0] == 't' || token[0] == 'f') {
					want = Quote(string(source[s.start:s.end])) // as it is written
				}
				edited := Apply(source, edits)
				after := TOML(edited)
				if wanted := slices.Concat(before[:s.json], []byte(want), before[end:]); len(after.Errors) > 0 || !bytes.Equal(after.Text.JSON, wanted) {
					t.Fatalf("%q becomes %q, which is %s with %v, want %s", source, edited, after.Text.JSON, after.Errors, wanted)
				}
			}
		}
	})
}
