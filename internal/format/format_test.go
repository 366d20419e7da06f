package format

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// A claim is a text and whether it matches the format under test.
type claim struct {
	text string
	want bool
}

// valid and invalid make claims of many texts at once.
func valid(texts ...string) []claim   { return claims(true, texts) }
func invalid(texts ...string) []claim { return claims(false, texts) }

func claims(want bool, texts []string) []claim {
	all := make([]claim, len(texts))
	for i, text := range texts {
		all[i] = claim{text, want}
	}
	return all
}

// try checks claims for a format of the newest draft. A text that matches the
// format must have no explanation; one that is not may have one.
func try(t *testing.T, name string, lists ...[]claim) {
	t.Helper()
	check := Lookup(name, 2020)
	for _, c := range slices.Concat(lists...) {
		if got := check([]byte(c.text)); got != c.want {
			t.Errorf("%s %q: got %v, want %v", name, c.text, got, c.want)
		}
		if why := Explain(name, []byte(c.text), nil); c.want && why != "" {
			t.Errorf("%s %q is valid, but is explained: %s", name, c.text, why)
		}
	}
}

// explained checks the exact explanations of texts that do not match the format.
func explained(t *testing.T, name string, reasons map[string]string) {
	t.Helper()
	for text, want := range reasons {
		if Lookup(name, 2020)([]byte(text)) {
			t.Errorf("%s %q is valid", name, text)
		}
		if got := Explain(name, []byte(text), nil); got != want {
			t.Errorf("%s %q: explained as %q, want %q", name, text, got, want)
		}
	}
}

func TestATranslationHasTheArgumentsInAnyOrder(t *testing.T) {
	for translation, want := range map[string]string{
		"{1} is not in {0}":      "30 is not in 2023-02",
		"{0} {0}":                "2023-02 2023-02",
		"{2} {} {x} {0":          "{2} {} {x} {0",
		"{{1}} {":                "{30} {",
		"no day of that number":  "no day of that number",
		"{0}, which ends before": "2023-02, which ends before",
	} {
		translate := func(english string) string {
			if english != "{0} has no day {1}" {
				t.Errorf("%q is translated", english)
			}
			return translation
		}
		if got := Explain("date", []byte("2023-02-30"), translate); got != want {
			t.Errorf("%q: %q, want %q", translation, got, want)
		}
	}
}

// namesOf returns the names of the formats that a draft defines, sorted.
func namesOf(draft int) []string {
	var names []string
	for _, d := range definitions {
		if d.since <= draft && draft <= d.until {
			names = append(names, d.name)
		}
	}
	return names
}

// A format that is in no specification may be in any draft.
func TestDraftsDefineTheFormatsOfTheirSpecification(t *testing.T) {
	draft4 := []string{"date-time", "email", "hostname", "ipv4", "ipv6", "uri"}
	draft6 := append(slices.Clone(draft4), "json-pointer", "uri-reference", "uri-template")
	draft7 := append(slices.Clone(draft6), "date", "idn-email", "idn-hostname", "iri", "iri-reference",
		"regex", "relative-json-pointer", "time")
	draft2019 := append(slices.Clone(draft7), "duration", "uuid")
	for draft, want := range map[int][]string{4: draft4, 6: draft6, 7: draft7, 2019: draft2019, 2020: draft2019} {
		for _, name := range draft2019 {
			if got, want := Lookup(name, draft) != nil, slices.Contains(want, name); got != want {
				t.Errorf("draft %d: there is a checker for %s: %t, want %t", draft, name, got, want)
			}
		}
	}
}

func TestDefinitionsAreSortedAndWithoutOverlap(t *testing.T) {
	for i := 1; i < len(definitions); i++ {
		before, d := &definitions[i-1], &definitions[i]
		if before.name > d.name || before.name == d.name && before.until >= d.since {
			t.Errorf("%s of draft %d is not before %s of draft %d", before.name, before.since, d.name, d.since)
		}
	}
}

func TestUnknownFormatsHaveNoChecker(t *testing.T) {
	for _, name := range []string{"", "color", "host-name", "ip-address", "phone", "float", "Date-Time", "unknown"} {
		if Lookup(name, 2020) != nil || Lookup(name, OpenAPI) != nil || Describe(name) != "" || Explain(name, nil, nil) != "" {
			t.Errorf("%q is known", name)
		}
	}
	if Lookup("uuid", 7) != nil {
		t.Error("draft 7 has no uuid")
	}
	if namesOf(3) != nil || Lookup("uri", 3) != nil {
		t.Error("draft 3 is known")
	}
}

func TestExamplesMatchTheirFormat(t *testing.T) {
	for _, name := range namesOf(2020) {
		example := Example(name)
		if !Lookup(name, 2020)([]byte(example)) {
			t.Errorf("%s: the example %q does not match it", name, example)
		}
		if Describe(name) == "" {
			t.Errorf("%s is not described", name)
		}
	}
	const want = "RFC 3339 date-time with offset"
	if got := Describe("date-time"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// common has, for each format, texts that are common in payloads.
var common = map[string][]string{
	"date":                  {"2026-11-23"},
	"date-time":             {"2026-11-23T06:41:23.123Z", "2026-11-23T06:41:23Z", "2026-11-23T06:41:23.123456+02:00"},
	"duration":              {"P1DT12H"},
	"email":                 {"joe.bloggs@example.com"},
	"hostname":              {"www.example.com"},
	"idn-email":             {"joe.bloggs@example.com"},
	"idn-hostname":          {"www.example.com"},
	"ipv4":                  {"192.168.100.10"},
	"ipv6":                  {"2001:db8:85a3::8a2e:370:7334"},
	"iri":                   {"https://example.com/r\u00e9sum\u00e9?page=2"},
	"iri-reference":         {"/r\u00e9sum\u00e9"},
	"json-pointer":          {"/items/0/name~1x"},
	"relative-json-pointer": {"2/items/0"},
	"time":                  {"06:41:23Z"},
	"uri":                   {"https://example.com/accounts/123?page=2&size=50#top"},
	"uri-reference":         {"/accounts/123?page=2"},
	"uri-template":          {"https://example.com/{user}{?page,size}"},
	"uuid":                  {"f0bc3d88-2178-5423-8c81-b81d6c9da824"},
}

func TestCommonTextsDoNotAllocate(t *testing.T) {
	for name, texts := range common {
		check := Lookup(name, 2020)
		for _, s := range texts {
			text := []byte(s)
			if !check(text) {
				t.Errorf("%s: %q is not valid", name, s)
			}
			if n := testing.AllocsPerRun(100, func() { check(text) }); n != 0 {
				t.Errorf("%s: %q allocates %v times", name, s, n)
			}
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, name := range namesOf(2020) {
		check := Lookup(name, 2020)
		for _, s := range common[name] {
			b.Run(name+"/"+s, func(b *testing.B) {
				text := []byte(s)
				b.ReportAllocs()
				for b.Loop() {
					if !check(text) {
						b.Fatal("not valid")
					}
				}
			})
		}
	}
}

// isNumber reports whether a text is a number of JSON, and nothing else.
func isNumber(text []byte) bool {
	return len(text) > 0 && (text[0] == '-' || '0' <= text[0] && text[0] <= '9') && json.Valid(text) && text[len(text)-1] > ' '
}

// FuzzCheckers checks the same text with every format: none may panic, and one that
// accepts it must not explain a fault. Formats of numbers get only numbers.
func FuzzCheckers(f *testing.F) {
	for _, texts := range common {
		for _, s := range texts {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := []byte(strings.ToValidUTF8(s, "\uFFFD"))
		before := string(text)
		for i := range definitions {
			d := &definitions[i]
			if d.numeric && !isNumber(text) {
				continue
			}
			ok := d.check(text)
			if d.explain == nil {
				continue
			}
			if why := Explain(d.name, text, nil); ok && d == newest(d.name) && why != "" {
				t.Errorf("%s %q is valid, but is explained: %s", d.name, text, why)
			}
		}
		if string(text) != before {
			t.Errorf("%q was changed to %q", before, text)
		}
	})
}
