package schematool

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/verdict-lint/verdict/internal/vetrun"
	"github.com/verdict-lint/verdict/vet"
)

// A field that the analyzer accepts can be reflected, and one that it reports cannot.
func TestTheAnalyzerAndTheReflectorAgreeOnTags(t *testing.T) {
	offline(t)
	fields := []string{
		"string `json:\"a\" jsonschema:\"minLength=1,maxLength=2,pattern=^a$,format=email\"`",
		"string `json:\"a\" jsonschema:\"minimum=1\"`",
		"string `json:\"a\" jsonschema:\"minLength=2,maxLength=1\"`",
		"string `json:\"a\" jsonschema:\"minLenght=2\"`",
		"string `json:\"a\" jsonschema:\"enum=a,enum=b,default=b\"`",
		"string `json:\"a\" jsonschema:\"enum=a,enum=b,default=c\"`",
		"string `json:\"a\" jsonschema:\"required\"`",
		"string `json:\"a,omitempty\" jsonschema:\"required\"`",
		"string `json:\"a\" jsonschema:\"required=true\"`",
		"string `json:\"a\" jsonschema:\"title=A,description=b\\\\,c,deprecated,readOnly,writeOnly=true\"`",
		"string `json:\"a\" jsonschema:\"-\"`",
		"string `json:\"a\" jsonschema:\"-,title=A\"`",
		"string `json:\"a\" jsonschema:\"contentEncoding=base64,contentMediaType=image/png\"`",
		"string `json:\"a\" jsonschema:\",\"`",
		"int `json:\"a\" jsonschema:\"minimum=1,maximum=2,multipleOf=1\"`",
		"int `json:\"a\" jsonschema:\"minLength=1\"`",
		"int `json:\"a\" jsonschema:\"minimum=one\"`",
		"int `json:\"a\" jsonschema:\"multipleOf=0\"`",
		"int `json:\"a\" jsonschema:\"enum=1,enum=two\"`",
		"int `json:\"a\" jsonschema:\"default=1.5\"`",
		"int `json:\"a,string\" jsonschema:\"minimum=1\"`",
		"int `json:\"a,string\"`",
		"float64 `json:\"a\" jsonschema:\"exclusiveMinimum=0.5,example=1.5\"`",
		"float64 `json:\"a\" jsonschema:\"exclusiveMinimum=1,exclusiveMaximum=1\"`",
		"int `json:\"a\" jsonschema:\"type=string\"`",
		"int `json:\"a\" jsonschema:\"minimum=2,default=1\"`",
		"string `json:\"a\" jsonschema:\"enum=a,enum=a\"`",
		"[]string `json:\"a\" jsonschema:\"minLength=2,default=ab,default=a\"`",
		"bool `json:\"a\" jsonschema:\"default=true\"`",
		"bool `json:\"a\" jsonschema:\"default=yes\"`",
		"bool `json:\"a\" jsonschema:\"minimum=0\"`",
		"[]string `json:\"a\" jsonschema:\"minItems=1,uniqueItems=true,minLength=2,enum=ab\"`",
		"[]string `json:\"a\" jsonschema:\"minimum=1\"`",
		"[]string `json:\"a\" jsonschema:\"default=a,default=b\"`",
		"[]int `json:\"a\" jsonschema:\"default=a\"`",
		"[][]int `json:\"a\" jsonschema:\"items.minItems=1,items.items.minimum=0\"`",
		"[][]int `json:\"a\" jsonschema:\"items.items.minLength=1\"`",
		"[]byte `json:\"a\" jsonschema:\"minItems=1\"`",
		"[]byte `json:\"a\" jsonschema:\"minLength=4\"`",
		"[3]int `json:\"a\" jsonschema:\"minimum=1\"`",
		"map[string]int `json:\"a\" jsonschema:\"minProperties=1,maxProperties=2\"`",
		"map[string]int `json:\"a\" jsonschema:\"minItems=1\"`",
		"map[string]int `json:\"a\" jsonschema:\"default=a\"`",
		"struct{ B int } `json:\"a\" jsonschema:\"minLength=1\"`",
		"struct{ B int } `json:\"a\" jsonschema:\"minProperties=1\"`",
		"*string `json:\"a\" jsonschema:\"minLength=1,nullable\"`",
		"*string `json:\"a\" jsonschema:\"minimum=1\"`",
		"**int `json:\"a\" jsonschema:\"minimum=1\"`",
		"any `json:\"a\" jsonschema:\"minLength=1\"`",
		"any `json:\"a\" jsonschema:\"minLength=x\"`",
		"json.RawMessage `json:\"a\" jsonschema:\"minimum=1\"`",
		"json.Number `json:\"a\" jsonschema:\"minimum=1\"`",
		"json.Number `json:\"a\" jsonschema:\"minLength=1\"`",
		"time.Time `json:\"a\" jsonschema:\"minimum=1\"`",
		"time.Time `json:\"a\" jsonschema:\"title=At\"`",
		"time.Duration `json:\"a\" jsonschema:\"minimum=1\"`",
		"big.Int `json:\"a\" jsonschema:\"minLength=1\"`",
		"*big.Int `json:\"a\" jsonschema:\"minimum=1\"`",
		"*big.Int `json:\"a\" jsonschema:\"minLength=1\"`",
		"Pointed `json:\"a\" jsonschema:\"minLength=1\"`",
		"Pointed `json:\"a\" jsonschema:\"minimum=1\"`",
		"*Pointed `json:\"a\" jsonschema:\"minimum=1\"`",
		"null.Or[string] `json:\"a\" jsonschema:\"minLength=1,required\"`",
		"null.Or[string] `json:\"a,omitzero\" jsonschema:\"required\"`",
		"null.Or[string] `json:\"a,omitzero\" jsonschema:\"minimum=1\"`",
		"null.Or[[]int] `json:\"a,omitzero\" jsonschema:\"minItems=1,minimum=1\"`",
		"null.Or[[]int] `json:\"a,omitzero\" jsonschema:\"minLength=1\"`",
		"null.Or[Text] `json:\"a,omitzero\" jsonschema:\"minimum=1\"`",
		"null.Or[Pointed] `json:\"a,omitzero\" jsonschema:\"minimum=1\"`",
		"[]Pointed `json:\"a,omitzero\" jsonschema:\"minimum=1\"`",
		"map[string]Pointed `json:\"a,omitzero\" jsonschema:\"minProperties=1\"`",
		"netip.Addr `json:\"a\" jsonschema:\"minimum=1\"`",
		"net.IP `json:\"a\" jsonschema:\"minItems=1\"`",
		"net.IP `json:\"a\" jsonschema:\"minLength=1\"`",
		"url.URL `json:\"a\" jsonschema:\"minLength=1\"`",
		"Text `json:\"a\" jsonschema:\"minLength=1\"`",
		"Text `json:\"a\" jsonschema:\"minimum=1\"`",
		"JSON `json:\"a\" jsonschema:\"minLength=1,minimum=1\"`",
		"Named `json:\"a\" jsonschema:\"minLength=1\"`",
		"Named `json:\"a\" jsonschema:\"minimum=1\"`",
		"Enum `json:\"a\" jsonschema:\"default=b\"`",
		"Enum `json:\"a\" jsonschema:\"minimum=1\"`",
	}
	var source strings.Builder
	source.WriteString(`
-- go.mod --
module example.com/tags

go 1.26.0

require ` + Module + ` v0.0.0

replace ` + Module + ` => ` + repository(t) + `
-- tags.go --
package tags

import (
	"encoding/json"
	"math/big"
	"net"
	"net/netip"
	"net/url"
	"time"

	"` + Module + `/null"
)

var (
	_ null.Or[int]
	_ json.Number
	_ big.Int
	_ net.IP
	_ netip.Addr
	_ url.URL
	_ time.Time
)

type Text struct{}

func (Text) MarshalText() ([]byte, error) { return nil, nil }

type Pointed struct{}

func (*Pointed) MarshalText() ([]byte, error) { return nil, nil }

type JSON struct{}

func (JSON) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

type Named string

type Enum string

const A, B Enum = "a", "b"

func (Enum) Values() []Enum { return []Enum{A, B} }
`)
	targets := make([]Target, len(fields))
	for i, field := range fields {
		fmt.Fprintf(&source, "\ntype T%d struct{ A %s }\n", i, field)
	}
	dir := unpack(t, source.String())
	for i := range fields {
		targets[i] = Target{Dir: dir, Package: ".", Type: fmt.Sprintf("T%d", i)}
	}
	reflected, err := reflectAll(t.Context(), targets, nil)
	if err != nil {
		t.Fatal(err)
	}
	vetted, err := vetrun.Run(t.Context(), vetrun.Options{Dir: dir, Analyzers: []*analysis.Analyzer{vet.SchemaTag}})
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range vetted.Problems {
		t.Fatal(problem)
	}
	found := make(map[string]string)
	for _, f := range vetted.Findings {
		name, _, _ := strings.Cut(f.Message, ".A: ")
		found[name] = f.Message
	}
	for i, field := range fields {
		name := targets[i].Type
		if (reflected[i].err != nil) != (found[name] != "") {
			t.Errorf("%s: reflecting says %v, vetting says %q", field, reflected[i].err, found[name])
		}
	}
}
