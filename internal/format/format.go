// Package format holds the `format` vocabulary of JSON Schema: for every format
// name a draft defines, a check of the text of a JSON string, and the words to
// tell a person what the format wants and why a text is not of it.
//
// A name that a draft does not define has no checker, and so accepts
// everything, as the specification wants of unknown formats.
//
// # Where the specifications leave a choice
//
//   - date-time, time: second 60 is accepted at 23:59:60 UTC of any day, since
//     nobody knows the days of leap seconds to come; a space in place of the "T"
//     is not.
//   - duration: designators are upper case.
//   - ipv4: no leading zeros, which RFC 2673 allows and some programs read as
//     octal.
//   - email: no comments or folded white space, which RFC 5322 allows; at most 64
//     octets before the "@" and 254 in all.
//   - hostname, idn-hostname: no dot at the end; IDNA 2008 without the mappings
//     that browsers make of what users type, so U-labels are of lower case.
//   - idn-email: a domain need not be in normal form C.
//   - regex: what the keyword pattern takes, and at most 65,536 bytes.
//   - uri, iri: no zone in an IPv6 host; IRIs without characters of bidirectional
//     formatting (RFC 3987, section 4.1).
//   - uri-template: operators reserved for extensions are accepted.
//   - uuid: any version and variant.
//
// https://json-schema.org/draft/2020-12/json-schema-validation#section-7
package format

// A Checker reports whether the decoded text of a JSON string is of a format.
// The text is valid UTF-8; a lone surrogate escape arrives as U+FFFD. A Checker
// does not keep or change the text, never panics, and takes time linear in its
// length. Those for ASCII formats allocate nothing.
type Checker func(text []byte) bool

// A definition is one format, in the drafts from since up to until.
type definition struct {
	name         string
	since, until int // drafts: 4, 6, 7, 2019, 2020
	check        Checker

	// want says in a few words what the format asks for; example is a text
	// that is of it.
	want, example string

	// explain says why a text that fails the check does, in a few words of
	// lower case, or "" where nothing more exact can be said than want. May
	// be nil.
	explain func(text []byte) string
}

const (
	draft4    = 4
	draft6    = 6
	draft7    = 7
	draft2019 = 2019
	draft2020 = 2020
)

// Lookup gives the checker of the format in a draft (4, 6, 7, 2019 or 2020),
// nil where the draft does not define it.
func Lookup(name string, draft int) Checker {
	for i := range definitions {
		d := &definitions[i]
		if d.name == name && d.since <= draft && draft <= d.until {
			return d.check
		}
	}
	return nil
}

// Names lists the formats that a draft (4, 6, 7, 2019 or 2020) defines, sorted.
func Names(draft int) []string {
	var names []string
	for i := range definitions {
		if d := &definitions[i]; d.since <= draft && draft <= d.until {
			names = append(names, d.name)
		}
	}
	return names
}

// Describe says what a format asks for, such as "RFC 3339 date-time with offset". It is ""
// for a name that no draft defines.
func Describe(name string) string {
	d := newest(name)
	if d == nil {
		return ""
	}
	return d.want
}

// Example gives a text that is of the format, "" for a name that no draft
// defines.
func Example(name string) string {
	d := newest(name)
	if d == nil {
		return ""
	}
	return d.example
}

// Explain says in a few lower-case words why a text is not of the format
// ("no offset", "day 32 does not exist"). It is "" where the text is of the
// format, where nothing more exact can be said than [Describe] does, and for a
// name that no draft defines. It is meant for texts that failed, and need not
// be fast.
func Explain(name string, text []byte) string {
	d := newest(name)
	if d == nil || d.explain == nil || d.check(text) {
		return ""
	}
	return d.explain(text)
}

// newest finds the definition of a format in the newest draft that has it.
func newest(name string) *definition {
	for i := len(definitions) - 1; i >= 0; i-- {
		if definitions[i].name == name {
			return &definitions[i]
		}
	}
	return nil
}
