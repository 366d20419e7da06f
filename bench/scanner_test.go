package bench

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/fixtures"
)

const whole = `{"id":1,"organizationId":2,"projectId":"p","originOwnerId":"o","originOwnerName":"n","createdAt":"2024-02-29T23:59:59.5+01:00"`

func TestScannerKnowsEveryKind(t *testing.T) {
	for _, p := range Generate(20_000, 50, 3) {
		if ScanSession(p.Bytes) != p.Valid() {
			t.Errorf("kind %q, scanner says %t: %s", p.Kind, !p.Valid(), p.Bytes)
		}
	}
}

func TestScannerKnowsEveryField(t *testing.T) {
	for _, f := range fixtures.Fields() {
		others := ""
		for _, other := range fixtures.Fields() {
			if other.Required && other.Name != f.Name {
				others += fmt.Sprintf(`,"%s":%s`, other.Name, other.Value)
			}
		}
		for value, want := range map[string]bool{f.Value: true, f.WrongType: false, "null": f.Nullable} {
			if payload := fmt.Sprintf(`{"%s":%s%s}`, f.Name, value, others); ScanSession([]byte(payload)) != want {
				t.Errorf("%s: %t, want %t: %s", f.Name, !want, want, payload)
			}
		}
		if payload := "{" + strings.TrimPrefix(others, ",") + "}"; ScanSession([]byte(payload)) == f.Required {
			t.Errorf("%s missing: %t, want %t: %s", f.Name, f.Required, !f.Required, payload)
		}
	}
}

func TestScannerCases(t *testing.T) {
	for _, c := range []struct {
		name, payload string
		want          bool
	}{
		{"only what is required", whole + `}`, true},
		{"space everywhere", " " + strings.NewReplacer(`":`, `" : `, `,"`, " ,\n\t\"").Replace(whole) + " } \r\n", true},
		{"escaped name", strings.Replace(whole, "id", `\u0069d`, 1) + `}`, true},
		{"escaped category", whole + `,"categories":["\u0061ts"]}`, true},
		{"escaped wrong category", whole + `,"categories":["\u0062ts"]}`, false},
		{"empty categories", whole + `,"categories":[ ]}`, true},
		{"null categories", whole + `,"categories":null}`, false},
		{"trailing comma in categories", whole + `,"categories":["ats",]}`, false},
		{"null label", whole + `,"label":null}`, true},
		{"escaped type", whole + `,"type":"T\u0045ST"}`, true},
		{"other type", whole + `,"type":"TES"}`, false},
		{"null type", whole + `,"type":null}`, true},
		{"array for metadata", whole + `,"metadata":[]}`, false},
		{"nested metadata", whole + `,"metadata":{"a":[1,{"b":[]}],"c":-0.5e+3}}`, true},
		{"the same name twice, once escaped", whole + `,"\u0069d":2}`, false},
		{"unknown names twice", whole + `,"x":1,"x":2}`, true},
		{"leading zero", strings.Replace(whole, "1", "01", 1) + `}`, false},
		{"minus alone", strings.Replace(whole, "1", "-", 1) + `}`, false},
		{"no digit after the point", strings.Replace(whole, "1", "1.", 1) + `}`, false},
		{"no exponent", strings.Replace(whole, "1", "1e", 1) + `}`, false},
		{"lone surrogate, escaped", whole + `,"label":"\ud800"}`, true},
		{"surrogate in UTF-8", whole + ",\"label\":\"\xed\xa0\x80\"}", false},
		{"overlong", whole + ",\"label\":\"\xc0\x80\"}", false},
		{"DEL", whole + ",\"label\":\"\x7f\"}", true},
		{"control character", whole + ",\"label\":\"\x1f\"}", false},
		{"byte order mark", "\ufeff" + whole + "}", false},
		{"cut off", whole, false},
		{"something after", whole + "} 1", false},
		{"empty", "", false},
		{"empty object", "{}", false},
		{"array", "[]", false},
	} {
		if got := ScanSession([]byte(c.payload)); got != c.want {
			t.Errorf("%s: %t, want %t: %s", c.name, got, c.want, c.payload)
		}
	}
}

func TestScannerDateTime(t *testing.T) {
	for text, want := range map[string]bool{
		"2024-02-29T00:00:00Z":           true,
		"2023-02-29T00:00:00Z":           false,
		"1900-02-29T00:00:00Z":           false,
		"2000-02-29T00:00:00Z":           true,
		"2024-05-17t10:00:00z":           true,
		"2024-05-17T10:00:00.Z":          false,
		"2024-05-17T10:00:00.123456789Z": true,
		"2024-05-17T10:00:00":            false,
		"2024-05-17T10:00:00.5":          false,
		"2024-05-17T10:00:00+24:00":      false,
		"2024-05-17T10:00:00-23:59":      true,
		"2024-05-17T10:00:00+0100":       false,
		"2024-05-17T10:00:00Z ":          false,
		"2016-12-31T23:59:60Z":           true,
		"2016-12-31T22:59:60Z":           false,
		"2016-12-31T18:59:60-05:00":      true,
		"2017-01-01T00:59:60+01:00":      true,
		"2017-01-01T00:59:60-01:00":      false,
		"2024-05-17T10:00:61Z":           false,
		"2024-00-17T10:00:00Z":           false,
		"2024-05-00T10:00:00Z":           false,
		"2024-05-17T1०:00:00Z":           false,
	} {
		if got := dateTimeLength([]byte(text)) == len(text); got != want {
			t.Errorf("%s: %t, want %t", text, got, want)
		}
	}
}

// FuzzScanner compares the scanner with verdict and encoding/json. The scanner
// overlooks only duplicate names of properties that are not in the schema.
func FuzzScanner(f *testing.F) {
	for _, p := range Generate(50, 50, 5) {
		f.Add(p.Bytes)
	}
	f.Add([]byte(whole + "}"))
	f.Add([]byte(strings.Replace(whole, `"id":1`, `"id":1e700`, 1) + "}"))
	reference, err := verdict.Compile(SessionSchema)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		got := ScanSession(payload)
		if got && (!json.Valid(payload) || !utf8.Valid(payload)) {
			t.Fatalf("accepts what is not JSON: %q", payload)
		}
		explained := reference.Validate(payload)
		if !got {
			if explained == nil {
				t.Fatalf("rejects what verdict accepts: %s", payload)
			}
			return
		}
		var invalid *verdict.Error
		if !errors.As(explained, &invalid) {
			return
		}
		for _, v := range invalid.Violations {
			if v.Rule != verdict.RuleDuplicateKey || propOf([]byte(v.Property)) != propUnknown && strings.Count(v.Pointer, "/") == 1 {
				t.Fatalf("accepts what verdict rejects: %v: %s", v, payload)
			}
		}
	})
}
