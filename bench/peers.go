package bench

// This file lists what is measured: verdict, its peers and the lower bounds, each behind the same small
// interface, and used as its own documentation shows.

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"io"

	"github.com/bytedance/sonic"
	"github.com/dlclark/regexp2"
	"github.com/go-json-experiment/json/jsontext"
	gojson "github.com/goccy/go-json"
	google "github.com/google/jsonschema-go/jsonschema"
	kaptinlin "github.com/kaptinlin/jsonschema"
	v5 "github.com/santhosh-tekuri/jsonschema/v5"
	v6 "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/verdict-lint/verdict"
	xeipuuv "github.com/xeipuuv/gojsonschema"
)

// A Role is what a peer checks.
type Role int

// The roles.
const (
	Validator Role = iota // checks any JSON Schema
	Special               // checks the session schema only
	Syntax                // checks that a payload is JSON, and nothing else
)

// A Check reports whether a payload is valid.
type Check func(payload []byte) bool

// A Validation is a schema that a peer has compiled. Valid reports whether a payload satisfies it.
// Explain does too, and also creates the peer's error for each fault, in its cheapest form.
type Validation struct {
	Valid   Check
	Explain Check
}

// A Peer is one row of the tables.
type Peer struct {
	Name    string
	Module  string // module path, for the version; empty for this module and the standard library
	Role    Role
	Note    string
	Compile func(schema []byte) (Validation, error)
}

// Verdicts returns an entry for the verdicts of the peer.
func (p Peer) Verdicts(schema []byte) Entry {
	return Entry{p.Name, func() (Check, error) {
		v, err := p.Compile(schema)
		return v.Valid, err
	}}
}

// Explanations returns an entry for the explanations of the peer.
func (p Peer) Explanations(schema []byte) Entry {
	return Entry{p.Name, func() (Check, error) {
		v, err := p.Compile(schema)
		return v.Explain, err
	}}
}

// Reference is the name of the peer that ratios are relative to.
const Reference = "santhosh v5"

// Ours is the name of verdict's row.
const Ours = "verdict"

// Floor is the name of the row of the hand-written scanner.
const Floor = "hand-written scanner"

const schemaURL = "https://bench.invalid/schema.json"

// Peers returns every row, that of verdict first.
func Peers() []Peer {
	return []Peer{
		{Ours, "", Validator, "`Valid`; explaining: `Validate`", compileVerdict},
		{"santhosh v6", "github.com/santhosh-tekuri/jsonschema/v6", Validator, "`UnmarshalJSON`, `Validate`", compileV6},
		{Reference, "github.com/santhosh-tekuri/jsonschema/v5", Validator, "`encoding/json`, `Validate`", compileV5},
		{"santhosh v5, exact numbers", "", Validator, "as above, `Decoder.UseNumber`", compileV5Exact},
		{"sonic + santhosh v5", "github.com/bytedance/sonic", Validator, "`sonic.Unmarshal`, `Validate`", compileSonicV5},
		{"google/jsonschema-go", "github.com/google/jsonschema-go", Validator, "`encoding/json`, `Validate`; no formats, first fault only", compileGoogle},
		{"kaptinlin/jsonschema", "github.com/kaptinlin/jsonschema", Validator, "`ValidateJSON`", compileKaptinlin},
		{"xeipuuv/gojsonschema", "github.com/xeipuuv/gojsonschema", Validator, "`NewBytesLoader`, `Validate`; drafts 4 to 7", compileXeipuuv},
		{Floor, "", Special, "this schema only, no explanation", compileScanner},
		{"encoding/json Valid", "", Syntax, "", syntax(stdjson.Valid)},
		{"jsontext", "github.com/go-json-experiment/json", Syntax, "`Value.IsValid`: also UTF-8 and duplicate names", syntax(jsontextValid)},
		{"sonic Valid", "github.com/bytedance/sonic", Syntax, "", syntax(sonic.Valid)},
		{"goccy/go-json Valid", "github.com/goccy/go-json", Syntax, "", syntax(gojson.Valid)},
	}
}

// SecondReference is the name of the row that ratios are relative to if v5 rejects the schema because
// of a pattern that Go's regular expressions do not support.
const SecondReference = "santhosh v6 + regexp2"

// CorpusPeers returns the rows that are measured on real schemas.
func CorpusPeers() []Peer {
	rows := []Peer{{SecondReference, "github.com/dlclark/regexp2", Validator, "", compileV6Regexp2}}
	for _, p := range Peers() {
		switch p.Name {
		case Ours, Reference, "santhosh v6", "encoding/json Valid", "jsontext":
			rows = append(rows, p)
		}
	}
	return rows
}

func compileVerdict(schema []byte) (Validation, error) {
	s, err := verdict.Compile(schema)
	if err != nil {
		return Validation{}, err
	}
	v := Validation{
		Valid:   s.Valid,
		Explain: func(p []byte) bool { return s.Validate(p) == nil },
	}
	return v, nil
}

// errRemote is the error for a peer that tries to load a document.
var errRemote = errors.New("nothing is loaded while measuring")

func newV5() *v5.Compiler {
	c := v5.NewCompiler()
	c.AssertFormat = true
	c.LoadURL = func(string) (io.ReadCloser, error) { return nil, errRemote }
	return c
}

func compileV5Schema(schema []byte) (*v5.Schema, error) {
	c := newV5()
	if err := c.AddResource(schemaURL, bytes.NewReader(schema)); err != nil {
		return nil, err
	}
	return c.Compile(schemaURL)
}

func compileV5(schema []byte) (Validation, error) {
	s, err := compileV5Schema(schema)
	if err != nil {
		return Validation{}, err
	}
	check := func(p []byte) bool {
		var v any
		return stdjson.Unmarshal(p, &v) == nil && s.Validate(v) == nil
	}
	return Validation{Valid: check, Explain: check}, nil
}

// compileV5Exact compiles with v5 so that numbers keep all digits.
func compileV5Exact(schema []byte) (Validation, error) {
	s, err := compileV5Schema(schema)
	if err != nil {
		return Validation{}, err
	}
	check := func(p []byte) bool {
		decoder := stdjson.NewDecoder(bytes.NewReader(p))
		decoder.UseNumber()
		var v any
		if decoder.Decode(&v) != nil {
			return false
		}
		if _, err := decoder.Token(); err != io.EOF {
			return false
		}
		return s.Validate(v) == nil
	}
	return Validation{Valid: check, Explain: check}, nil
}

func compileSonicV5(schema []byte) (Validation, error) {
	s, err := compileV5Schema(schema)
	if err != nil {
		return Validation{}, err
	}
	check := func(p []byte) bool {
		var v any
		return sonic.Unmarshal(p, &v) == nil && s.Validate(v) == nil
	}
	return Validation{Valid: check, Explain: check}, nil
}

// A noLoader rejects every URL.
type noLoader struct{}

func (noLoader) Load(string) (any, error) { return nil, errRemote }

func compileV6(schema []byte) (Validation, error) { return compileV6With(schema, nil) }

// ecma is a regular expression as ECMA-262 understands it.
type ecma struct{ *regexp2.Regexp }

func (re ecma) MatchString(s string) bool {
	ok, err := re.Regexp.MatchString(s)
	return err == nil && ok
}

func compileV6Regexp2(schema []byte) (Validation, error) {
	return compileV6With(schema, func(pattern string) (v6.Regexp, error) {
		re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
		if err != nil {
			return nil, err
		}
		return ecma{re}, nil
	})
}

func compileV6With(schema []byte, engine v6.RegexpEngine) (Validation, error) {
	document, err := v6.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return Validation{}, err
	}
	c := v6.NewCompiler()
	c.AssertFormat()
	c.UseLoader(noLoader{})
	c.UseRegexpEngine(engine)
	if err := c.AddResource(schemaURL, document); err != nil {
		return Validation{}, err
	}
	s, err := c.Compile(schemaURL)
	if err != nil {
		return Validation{}, err
	}
	check := func(p []byte) bool {
		v, err := v6.UnmarshalJSON(bytes.NewReader(p))
		return err == nil && s.Validate(v) == nil
	}
	return Validation{Valid: check, Explain: check}, nil
}

func compileGoogle(schema []byte) (Validation, error) {
	var document google.Schema
	if err := stdjson.Unmarshal(schema, &document); err != nil {
		return Validation{}, err
	}
	s, err := document.Resolve(nil)
	if err != nil {
		return Validation{}, err
	}
	check := func(p []byte) bool {
		var v any
		return stdjson.Unmarshal(p, &v) == nil && s.Validate(v) == nil
	}
	return Validation{Valid: check, Explain: check}, nil
}

func compileKaptinlin(schema []byte) (Validation, error) {
	s, err := kaptinlin.NewCompiler().SetAssertFormat(true).Compile(schema)
	if err != nil {
		return Validation{}, err
	}
	return Validation{
		Valid:   func(p []byte) bool { return s.ValidateJSON(p).IsValid() },
		Explain: func(p []byte) bool { return len(s.ValidateJSON(p).DetailedErrors()) == 0 },
	}, nil
}

func compileXeipuuv(schema []byte) (Validation, error) {
	s, err := xeipuuv.NewSchema(xeipuuv.NewBytesLoader(schema))
	if err != nil {
		return Validation{}, err
	}
	check := func(p []byte) bool {
		result, err := s.Validate(xeipuuv.NewBytesLoader(p))
		return err == nil && result.Valid()
	}
	return Validation{Valid: check, Explain: check}, nil
}

func compileScanner([]byte) (Validation, error) {
	return Validation{Valid: ScanSession}, nil
}

func jsontextValid(p []byte) bool { return jsontext.Value(p).IsValid() }

func syntax(valid func([]byte) bool) func([]byte) (Validation, error) {
	return func([]byte) (Validation, error) { return Validation{Valid: valid}, nil }
}
