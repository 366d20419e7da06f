package bench

// This file generates the session payloads that are measured. The generator is seeded, so every run has
// the same payloads.

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/fixtures"
	"github.com/verdict-lint/verdict/schema"
)

// SessionSchema is the JSON Schema (2020-12) of the session payloads.
var SessionSchema, _ = schema.Document("connect-session")

// A Kind is the kind of fault of a generated payload.
type Kind string

// The kinds of payload.
const (
	KindValid     Kind = ""
	KindMissing   Kind = "missing"       // a required property is absent
	KindNull      Kind = "null"          // null where only a value is allowed
	KindType      Kind = "type"          // a value of another type
	KindEnum      Kind = "enum"          // not one of the listed values
	KindFormat    Kind = "format"        // createdAt is no RFC 3339 date-time
	KindSyntax    Kind = "syntax"        // not JSON (RFC 8259, section 2)
	KindEncoding  Kind = "encoding"      // not UTF-8 (RFC 8259, section 8.1)
	KindDuplicate Kind = "duplicate-key" // a name twice (RFC 8259, section 4)
)

// invalidKinds are used in turn, so that each occurs equally often.
var invalidKinds = []Kind{
	KindMissing, KindNull, KindType, KindEnum, KindFormat, KindSyntax, KindEncoding, KindDuplicate,
}

// A Payload is one generated line and the kind of its fault.
type Payload struct {
	Bytes []byte
	Kind  Kind
}

// Valid reports whether a session validator must accept the payload.
func (p Payload) Valid() bool { return p.Kind == KindValid }

// JSON reports whether a syntax checker must accept the payload.
func (p Payload) JSON() bool { return p.Kind != KindSyntax && p.Kind != KindEncoding }

// Generate returns n session payloads. Each is invalid with a probability of
// percent/100. The same arguments give the same bytes.
//
// The payloads are consecutive in one block of memory, like the lines of an NDJSON file.
func Generate(n, percent int, seed uint64) []Payload {
	g := &generator{rand: rand.New(rand.NewPCG(seed, 0x5e5510))}
	payloads := make([]Payload, n)
	ends := make([]int, n)
	var block []byte
	broken := 0
	for i := range payloads {
		if g.rand.IntN(100) < percent {
			payloads[i].Kind = invalidKinds[broken%len(invalidKinds)]
			broken++
		}
		block = g.appendPayload(block, payloads[i].Kind)
		ends[i] = len(block)
		block = append(block, '\n')
	}
	start := 0
	for i, end := range ends {
		payloads[i].Bytes = block[start:end:end]
		start = end + 1
	}
	return payloads
}

// A generator writes payloads from a stream of random numbers.
type generator struct {
	rand *rand.Rand
}

// A member is one property of a session, its value as JSON text.
type member struct {
	name     string
	value    string
	required bool
	nullable bool
}

var categories = []string{
	"ats", "hris", "hrisLegacy", "crm", "iam", "marketing", "lms", "stackOne",
	"documents", "ticketing", "screening", "messaging", "accounting",
}

var providers = []string{"bamboohr", "workday", "greenhouse", "salesforce", "hubspot", "personio", "ashby", "lever"}

var words = []string{
	"acme", "north", "river", "blue", "harbour", "stone", "lumen", "field", "orbit", "maple",
	"delta", "quartz", "signal", "cedar", "vertex", "Zürich", "São Paulo", "Łódź", "東京", "naïve",
}

// value returns a valid value for a field of the session: a random one if there is a case for it here.
func (g *generator) value(f fixtures.Field) string {
	switch f.Name {
	case "id", "organizationId":
		return g.number()
	case "projectId":
		return quote(g.pick(words[:15]) + "-" + strconv.Itoa(g.rand.IntN(100000)))
	case "categories":
		return g.categories()
	case "provider":
		return quote(g.pick(providers))
	case "originOwnerId":
		return quote(g.pick(words[:15]) + "_" + g.hex(12))
	case "originOwnerName":
		return quote(g.phrase(3))
	case "originUsername":
		return quote(g.pick(words[:15]) + "@example.com")
	case "accountId":
		return quote(g.hex(20))
	case "label":
		return quote(g.phrase(4))
	case "createdAt":
		return quote(g.dateTime())
	case "metadata":
		return g.metadata()
	case "externalTriggerToken":
		return quote(g.uuid())
	case "type":
		return quote([]string{"PRODUCTION", "TEST"}[g.rand.IntN(2)])
	}
	return f.Value
}

// session returns the members of a valid session in the order of the schema.
// Optional ones are absent about one time in eight, and nullable ones null
// about as often: payloads as an API writes them, most of them nearly full.
func (g *generator) session() []member {
	var all []member
	for _, f := range fixtures.Fields() {
		all = append(all, member{f.Name, g.value(f), f.Required, f.Nullable})
	}
	kept := all[:0]
	for _, m := range all {
		if !m.required && g.oneIn(8) {
			continue
		}
		if m.nullable && g.oneIn(8) {
			m.value = "null"
		}
		kept = append(kept, m)
	}
	if g.oneIn(20) { // a later version of the API has one more property
		kept = append(kept, member{name: "integrationId", value: quote(g.hex(16))})
	}
	if g.oneIn(10) {
		g.rand.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	}
	return kept
}

// appendPayload appends one payload of the kind to b.
func (g *generator) appendPayload(b []byte, kind Kind) []byte {
	members := g.session()
	switch kind {
	case KindMissing:
		i := g.find(members, func(m member) bool { return m.required })
		members = slices.Delete(members, i, i+1)
	case KindNull:
		members[g.find(members, func(m member) bool { return m.required })].value = "null"
	case KindType:
		m := &members[g.find(members, func(m member) bool { return m.required })]
		m.value = g.otherType(m.value)
	case KindEnum:
		members = g.set(members, g.badEnum())
	case KindFormat:
		members = g.set(members, member{name: "createdAt", value: quote(g.badDateTime())})
	case KindDuplicate:
		m := members[g.find(members, func(m member) bool { return m.required })]
		members = append(members, m)
	}

	start := len(b)
	b = g.appendObject(b, members)
	switch kind {
	case KindSyntax:
		return append(b[:start], g.breakSyntax(string(b[start:]))...)
	case KindEncoding:
		return append(b[:start], breakEncoding(string(b[start:]))...)
	}
	return b
}

// appendObject writes the members in one of three layouts: compact (seven in
// ten), spaced as Python's json.dumps does, or indented.
func (g *generator) appendObject(b []byte, members []member) []byte {
	open, colon, comma, end := "{", ":", ",", "}"
	switch n := g.rand.IntN(10); {
	case n >= 9:
		open, colon, comma, end = "{\n  ", ": ", ",\n  ", "\n}"
	case n >= 7:
		colon, comma = ": ", ", "
	}
	b = append(b, open...)
	for i, m := range members {
		if i > 0 {
			b = append(b, comma...)
		}
		b = append(b, quote(m.name)...)
		b = append(b, colon...)
		b = append(b, m.value...)
	}
	return append(b, end...)
}

func (g *generator) oneIn(n int) bool { return g.rand.IntN(n) == 0 }

func (g *generator) pick(from []string) string { return from[g.rand.IntN(len(from))] }

// find returns the index of a random member for which ok holds; there is one.
func (g *generator) find(members []member, ok func(member) bool) int {
	var fit []int
	for i, m := range members {
		if ok(m) {
			fit = append(fit, i)
		}
	}
	return fit[g.rand.IntN(len(fit))]
}

// set replaces the member of m's name, or adds it.
func (g *generator) set(members []member, m member) []member {
	for i := range members {
		if members[i].name == m.name {
			members[i].value = m.value
			return members
		}
	}
	return append(members, m)
}

func (g *generator) number() string {
	switch g.rand.IntN(10) {
	case 0:
		return strconv.FormatFloat(g.rand.Float64()*1e6, 'f', 2, 64)
	case 1:
		return fmt.Sprintf("%d.%de%d", 1+g.rand.IntN(9), g.rand.IntN(1000), g.rand.IntN(9))
	default:
		return strconv.Itoa(1 + g.rand.IntN(10_000_000))
	}
}

func (g *generator) categories() string {
	var items []string
	for range g.rand.IntN(5) {
		items = append(items, quote(g.pick(categories)))
	}
	return "[" + strings.Join(items, ",") + "]"
}

func (g *generator) hex(n int) string {
	const digits = "0123456789abcdef"
	b := make([]byte, n)
	for i := range b {
		b[i] = digits[g.rand.IntN(16)]
	}
	return string(b)
}

func (g *generator) uuid() string {
	return g.hex(8) + "-" + g.hex(4) + "-" + g.hex(4) + "-" + g.hex(4) + "-" + g.hex(12)
}

// phrase returns up to n words; some have letters beyond ASCII, some a character that JSON escapes.
func (g *generator) phrase(n int) string {
	var parts []string
	for range 1 + g.rand.IntN(n) {
		parts = append(parts, g.pick(words))
	}
	if g.oneIn(12) {
		parts = append(parts, `"`+g.pick(words)+`"`)
	}
	return strings.Join(parts, " ")
}

func (g *generator) dateTime() string {
	s := fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", 2019+g.rand.IntN(7), 1+g.rand.IntN(12), 1+g.rand.IntN(28),
		g.rand.IntN(24), g.rand.IntN(60), g.rand.IntN(60))
	if !g.oneIn(3) {
		s += fmt.Sprintf(".%03d", g.rand.IntN(1000))
	}
	if g.oneIn(5) {
		return s + fmt.Sprintf("%c%02d:00", "+-"[g.rand.IntN(2)], g.rand.IntN(13))
	}
	return s + "Z"
}

// metadata returns an object of a few keys, sometimes nested up to four deep.
func (g *generator) metadata() string {
	return g.object(1+g.rand.IntN(4), g.rand.IntN(4))
}

func (g *generator) object(size, depth int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range size {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(g.pick(words) + strconv.Itoa(i)))
		b.WriteByte(':')
		b.WriteString(g.anyValue(depth))
	}
	b.WriteByte('}')
	return b.String()
}

func (g *generator) anyValue(depth int) string {
	if depth > 0 && g.oneIn(3) {
		if g.oneIn(2) {
			return g.object(1+g.rand.IntN(2), depth-1)
		}
		return "[" + g.anyValue(depth-1) + "," + g.anyValue(depth-1) + "]"
	}
	return []string{"true", "false", "null", g.number(), quote(g.pick(words)), quote("tier-" + g.pick(words))}[g.rand.IntN(6)]
}

// otherType returns a value that is of another type than value, and not null.
func (g *generator) otherType(value string) string {
	other := []string{"true", `["ats"]`, `{"id":1}`}
	if value[0] == '"' {
		other = append(other, "17", "-0.5")
	} else {
		other = append(other, `"17"`, `""`)
	}
	return g.pick(other)
}

func (g *generator) badEnum() member {
	if g.oneIn(2) {
		return member{name: "type", value: g.pick([]string{`"production"`, `"test"`, `"STAGING"`, `""`, `1`})}
	}
	return member{name: "categories", value: g.pick([]string{`["stackone"]`, `["crm","hris-legacy"]`, `["ats",""]`, `["scheduling"]`})}
}

func (g *generator) badDateTime() string {
	return g.pick([]string{
		"2024-02-30T10:00:00Z", "2023-02-29T10:00:00Z", "2024-05-17 10:00:00", "2024-05-17T10:00:00", "2024-05-17",
		"2024-05-17T24:00:00Z", "2024-13-01T00:00:00Z", "17 May 2024", "", "2024-05-17T10:00:00+0200", "1715940000",
	})
}

// breakSyntax changes the JSON text of an object so that it is not JSON.
func (g *generator) breakSyntax(s string) string {
	last := strings.LastIndexByte(s, '}')
	switch g.rand.IntN(8) {
	case 0:
		return s[:len(s)/2] // cut off in the middle
	case 1:
		return s[:last]
	case 2:
		return s[:last] + ",}" // an additional comma
	case 3:
		return s + "}"
	case 4:
		return s[:last] + `,"x":01}` // a leading zero
	case 5:
		return s[:last] + `,"x":NaN}`
	case 6:
		return s[:last] + ",\"x\":\"a\tb\"}" // a bare control character
	default:
		return s[:last] + `,'x':1}`
	}
}

// breakEncoding puts a byte that UTF-8 cannot contain into the last member.
func breakEncoding(s string) string {
	last := strings.LastIndexByte(s, '}')
	return s[:last] + ",\"note\":\"caf\xe9 noir\"}"
}

// quote returns s as a JSON string.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always marshals
	}
	return string(b)
}
