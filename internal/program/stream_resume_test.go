package program

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/document"
)

// byResuming is what is wrong with a payload that has not been accepted, where reading
// can go on.
func byResuming(p *Program, payload []byte, depth int) (wrong []string, ok bool) {
	var e Evaluator
	if !p.Streams() || p.Accepts(&e, new(document.Document), payload, depth) {
		return nil, false
	}
	var part document.Document
	found, ok := p.Resume(&e, &part, depth, math.MaxInt)
	if !ok {
		return nil, false
	}
	return append(faults(&part), told(found, &part)...), true
}

// faults is everything that is said of a text.
func faults(doc *document.Document) []string {
	var all []string
	for k := range doc.Faults {
		f := &doc.Faults[k]
		about := fmt.Sprintf("%d %d-%d %s", f.Kind, f.Start, f.End, doc.Message(f))
		if f.Kind == document.Duplicate {
			about += fmt.Sprint(doc.Pointer(f.Node), doc.Nodes[f.First].Start)
		}
		all = append(all, about)
	}
	return all
}

// told is everything that failures say, in the order of the payload.
func told(failures []Failure, doc *document.Document) []string {
	slices.SortStableFunc(failures, func(a, b Failure) int { return cmp.Compare(doc.Nodes[a.Node].Start, doc.Nodes[b.Node].Start) })
	all := make([]string, len(failures))
	for k := range failures {
		f := &failures[k]
		all[k] = fmt.Sprintf("%d %s %s %s %q %d %s", f.Code, f.AppendPointer(nil, doc), f.AppendKeywordLocation(nil), f.AppendSchemaLocation(nil),
			f.Name, doc.Nodes[f.Node].Start, doc.Raw(f.Node))
		if doc.Nodes[f.Node].Kind() == document.Object {
			all[k] += fmt.Sprint(doc.Count(f.Node))
		}
		all[k] += fmt.Sprint(told(f.Branches, doc))
	}
	return all
}

// Going on where reading in one go gave up finds what the tape finds, or says that it
// cannot tell.
func FuzzResumeAgreesWithTape(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed, []byte{})
		f.Add(seed, []byte{byte(seed), byte(seed >> 1), byte(7 * seed)})
	}
	f.Fuzz(func(t *testing.T, seed uint64, noise []byte) {
		g := &generator{rand.New(rand.NewPCG(seed, 4))}
		schema := g.object(0)
		p := loweredWith(t, schema.text, Options{Formats: true, Strict: g.IntN(2) == 0})
		for range 4 {
			payload := distort([]byte(g.space()+schema.instance()+g.space()), noise)
			depth := g.IntN(8)
			got, ok := byResuming(p, payload, depth)
			if !ok {
				continue
			}
			var doc document.Document
			doc.ParseShaped(payload, document.Limits{Depth: depth}, p.Shape())
			want := faults(&doc)
			if doc.Readable() {
				found, _ := p.Failures(new(Evaluator), &doc, math.MaxInt)
				want = append(want, told(found, &doc)...)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s\n%s\ngot  %s\nwant %s", schema.text, payload, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
			}
		}
	})
}

// The faults that most payloads with a fault have are told without a tape of all of it.
func TestCommonFaultsAreToldInOneGo(t *testing.T) {
	p := lowered(t, `{"type":"object","properties":{"id":{"type":"integer"},"kind":{"enum":["a","b"]},"at":{"format":"date"},
		"tags":{"type":"array","items":{"type":"string"}},"note":{}},"required":["id","kind"],"maxProperties":6}`)
	for payload, want := range map[string]int{
		"{\"id\":\"\xff\",\"kind\":\"a\",\"note\":\"\xff\"}":        3,
		`{"id":null,"kind":"a","note":01}`:                          1, // which cannot be read
		`{"id":{"x":1,"x":2},"kind":"a"}`:                           2,
		`{"id":1}`:                                                  1,
		`{"id":null,"kind":"a"}`:                                    1,
		`{"id":"1","kind":"c","other":[]}`:                          2,
		`{"note":1}`:                                                2,
		`{ "at" : "today", "tags" : ["x", 1, 2], "id":1 } `:         4,
		`{"id":1,"kind":"a","1":1,"2":2,"3":3,"4":4,"5":5}`:         1,
		`{"id":1, "kind" : "a","id":2}`:                             1,
		`{"note":{"id":2},"id":"x","kind":"a","id":null,"other":1}`: 3,
		`{"id":1,"kind":"a","id":2,"kind":"a"}`:                     0, // two names stand twice
		`{"id":1,"kind":"a","id":2,"note":01}`:                      0, // the object that has a name twice has no end
		`{"id":null,"kind":"a","other":1,"other":2}`:                0,
		`{"id":null,"kind":"a"`:                                     0,
		`{"id":null,"kind":"a"} 1`:                                  0,
		`[]`:                                                        0,
	} {
		if got, ok := byResuming(p, []byte(payload), 0); len(got) != want || ok != (want > 0) {
			t.Errorf("%s: %d faults and failures, want %d: %q", payload, len(got), want, got)
		}
	}
}
