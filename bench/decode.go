package bench

// This file compares the time to decode bytes into a Go value: verdict, which validates, with decoders
// that do not, alone and after a validator.

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"io"

	"github.com/bytedance/sonic"
	"github.com/go-json-experiment/json"
	gojson "github.com/goccy/go-json"
	v5 "github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/schema"
)

// unmarshalers are the decoders that verdict is compared with. The first is the reference.
var unmarshalers = []struct {
	name      string
	unmarshal func(payload []byte, target any) error
}{
	{"encoding/json", stdjson.Unmarshal},
	{"json v2", func(payload []byte, target any) error { return json.Unmarshal(payload, target) }},
	{"sonic", sonic.Unmarshal},
	{"goccy/go-json", gojson.Unmarshal},
}

// A DecodeShape is a Go type and payloads for it.
type DecodeShape struct {
	Name     string
	Entries  []Entry
	Payloads [][]byte
}

// A model is a Go type for payloads.
type model struct {
	name             string // of the corpus, or "session"
	decoded, encoded func(name string, payloads [][]byte) (DecodeShape, error)
}

func modelOf[T any](name string) model { return model{name, decodeShape[T], encodeShape[T]} }

var models = []model{
	modelOf[schema.ConnectSession]("session"),
	modelOf[DenoConfig]("deno"),
	modelOf[JSConfig]("jsconfig"),
	modelOf[LernaConfig]("lerna"),
	modelOf[VercelConfig]("vercel"),
}

// DecodeShapes returns the sessions, and those of the corpora that there is a Go type for.
func DecodeShapes(corpora []Corpus) ([]DecodeShape, error) {
	return shapesOf(corpora, func(m model, payloads [][]byte) (DecodeShape, error) { return m.decoded(m.name, payloads) })
}

// shapesOf returns the result of build for each model that has payloads.
func shapesOf(corpora []Corpus, build func(model, [][]byte) (DecodeShape, error)) ([]DecodeShape, error) {
	payloads := map[string][][]byte{"session": bytesOf(Generate(2500, 0, Seed))}
	for _, c := range corpora {
		payloads[c.Name] = c.Instances
	}
	var shapes []DecodeShape
	for _, m := range models {
		if len(payloads[m.name]) == 0 {
			continue
		}
		shape, err := build(m, payloads[m.name])
		if err != nil {
			return nil, err
		}
		shapes = append(shapes, shape)
	}
	return shapes, nil
}

// decodeShape keeps the payloads that satisfy the schema of T.
func decodeShape[T any](name string, payloads [][]byte) (DecodeShape, error) {
	typed, err := verdict.For[T]()
	if err != nil {
		return DecodeShape{}, err
	}
	shape := DecodeShape{Name: name}
	for _, p := range payloads {
		if typed.Valid(p) {
			shape.Payloads = append(shape.Payloads, p)
		}
	}
	shape.Entries = append(shape.Entries, entry("verdict", func(p []byte) bool {
		_, err := typed.Decode(p)
		return err == nil
	}))
	shape.Entries = append(shape.Entries, entry("verdict, only `Valid`", typed.Valid))
	for _, u := range unmarshalers {
		shape.Entries = append(shape.Entries, entry(u.name, func(p []byte) bool {
			var v T
			return u.unmarshal(p, &v) == nil
		}))
	}
	document, err := verdict.Reflect[T]()
	if err != nil {
		return DecodeShape{}, err
	}
	compiler := v5.NewCompiler()
	if err := compiler.AddResource("https://example.com/schema.json", bytes.NewReader(document)); err != nil {
		return DecodeShape{}, err
	}
	validator, err := compiler.Compile("https://example.com/schema.json")
	if err != nil {
		return DecodeShape{}, err
	}
	for _, u := range unmarshalers {
		shape.Entries = append(shape.Entries, entry("santhosh v5, then "+u.name, func(p []byte) bool {
			var tree any
			var v T
			return u.unmarshal(p, &tree) == nil && validator.Validate(tree) == nil && u.unmarshal(p, &v) == nil
		}))
	}
	return shape, shape.check()
}

func entry(name string, check Check) Entry {
	return Entry{Name: name, Open: func() (Check, error) { return check, nil }}
}

// check decodes every payload with every decoder once, so that no failure is measured.
func (s DecodeShape) check() error {
	for _, e := range s.Entries {
		check, err := e.Open()
		if err != nil {
			return err
		}
		for _, p := range s.Payloads {
			if !check(p) {
				return fmt.Errorf("%s: %s does not decode %.200s", s.Name, e.Name, p)
			}
		}
	}
	return nil
}

// WriteDecodeTable measures the shapes and writes how many times as fast as encoding/json
// each decoder is, and how often it allocates for a payload.
func WriteDecodeTable(w io.Writer, shapes []DecodeShape, config Config) error {
	return writeTable(w, shapes, unmarshalers[0].name, config)
}

// writeTable writes how many times as fast as the reference each entry is, for each shape.
func writeTable(w io.Writer, shapes []DecodeShape, reference string, config Config) error {
	var results [][]Result
	fmt.Fprint(w, "|")
	for _, s := range shapes {
		fmt.Fprintf(w, " | %s | allocations", s.Name)
		compared, err := Compare(s.Entries, Always(s.Payloads), reference, config)
		if err != nil {
			return err
		}
		results = append(results, compared)
	}
	fmt.Fprint(w, " |\n|---")
	for range shapes {
		fmt.Fprint(w, "|--:|--:")
	}
	fmt.Fprintln(w, "|")
	for i := range results[0] {
		fmt.Fprintf(w, "| %s", results[0][i].Name)
		for _, of := range results {
			fmt.Fprintf(w, " | %.2f | %.0f", of[i].Ratio, of[i].Allocs)
		}
		fmt.Fprintln(w, " |")
	}
	return nil
}
