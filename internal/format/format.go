// Package format implements the `format` vocabulary of JSON Schema: for every format name
// that a draft defines, a check of the text of a JSON string, a description of the format,
// and an explanation why a text does not match it.
//
// A name that a draft does not define has no checker and accepts every text, as the
// specification requires for unknown formats.
//
// # Choices that the specifications leave open
//
//   - date-time, time: second 60 is accepted at 23:59:60 UTC of any day, since
//     the days of future leap seconds are unknown; a space in place of the "T"
//     is not.
//   - duration: designators are upper case.
//   - ipv4: no leading zeros, which RFC 2673 allows and some programs read as
//     octal.
//   - email: no comments or folded white space, which RFC 5322 allows; at most 64
//     octets before the "@" and 254 in all.
//   - hostname, idn-hostname: no dot at the end; IDNA 2008 without the mappings
//     that browsers apply to user input, so U-labels are in lower case.
//   - idn-email: a domain need not be in normal form C.
//   - regex: what the keyword pattern accepts, and at most 65,536 bytes.
//   - uri, iri: no zone in an IPv6 host; IRIs without characters of bidirectional
//     formatting (RFC 3987, section 4.1).
//   - uri-template: operators reserved for extensions are accepted.
//   - uuid: any version and variant.
//
// https://json-schema.org/draft/2020-12/json-schema-validation#section-7
package format

import "sync"

// A Checker reports whether the decoded text of a JSON string matches a format. The text is
// valid UTF-8; a lone surrogate escape arrives as U+FFFD. A Checker does not keep or change
// the text, never panics, and takes time linear in its length. Those for ASCII formats
// allocate nothing.
type Checker func(text []byte) bool

// A definition is one format, in the drafts from since up to until.
type definition struct {
	name         string
	since, until int // drafts: 4, 6, 7, 2019, 2020, or OpenAPI
	check        Checker
	numeric      bool // it applies to numbers, whose text is checked

	// want describes the format in a few words; example is a text that matches it.
	want, example string

	// explain returns why a text fails the check, in a few lower-case words, or "" if no
	// more specific reason than want is known; see because. It may be nil.
	explain func(x *Explainer, text []byte) string
}

const (
	draft4    = 4
	draft6    = 6
	draft7    = 7
	draft2019 = 2019
	draft2020 = 2020
)

// OpenAPI stands for the formats of OpenAPI in place of a draft: some of its own, and those of
// draft 2020-12.
const OpenAPI = 3000

// in reports whether a draft defines the format.
func (d *definition) in(draft int) bool {
	return d.since <= draft && draft <= d.until || draft == OpenAPI && d.until == draft2020
}

// Lookup returns the checker of the format in a draft (4, 6, 7, 2019, 2020, or OpenAPI), or nil
// if the draft does not define it.
func Lookup(name string, draft int) Checker {
	for i := range definitions {
		d := &definitions[i]
		if d.name == name && d.in(draft) {
			return d.check
		}
	}
	return nil
}

// IsNumeric reports whether a format is about numbers instead of strings.
func IsNumeric(name string) bool {
	d := newest(name)
	return d != nil && d.numeric
}

// Names lists the formats that a draft (4, 6, 7, 2019, 2020, or OpenAPI) defines, sorted.
func Names(draft int) []string {
	var names []string
	for i := range definitions {
		if d := &definitions[i]; d.in(draft) {
			names = append(names, d.name)
		}
	}
	return names
}

// Describe returns a description of a format, such as "RFC 3339 date-time with offset", or
// "" for a name that no draft defines.
func Describe(name string) string {
	d := newest(name)
	if d == nil {
		return ""
	}
	return d.want
}

// Example returns a text that matches the format, or "" for a name that no draft defines.
func Example(name string) string {
	d := newest(name)
	if d == nil {
		return ""
	}
	return d.example
}

// newest returns the definition of a format in the newest draft that has it, or nil.
func newest(name string) *definition { return newestByName()[name] }

var newestByName = sync.OnceValue(func() map[string]*definition {
	byName := make(map[string]*definition, len(definitions))
	for i := range definitions {
		byName[definitions[i].name] = &definitions[i]
	}
	return byName
})
