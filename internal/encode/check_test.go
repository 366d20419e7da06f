package encode_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/internal/encode"
	"github.com/verdict-lint/verdict/internal/engine"
	"github.com/verdict-lint/verdict/internal/reflector"
	"github.com/verdict-lint/verdict/internal/resource"
	"github.com/verdict-lint/verdict/null"
)

// open returns the texts of what has to be validated of the value that a pointer points to, by the schema of
// its type.
func open(t *testing.T, pointer any) (texts []string, ok bool) {
	t.Helper()
	document, err := reflector.Document(reflect.TypeOf(pointer).Elem(), reflector.Options{})
	if err != nil {
		t.Fatal(err)
	}
	schema, err := engine.Compile(document, engine.Options{Formats: true, Draft: resource.Draft2020})
	if err != nil {
		t.Fatal(err)
	}
	checkers := encode.Checkers{Encoders: new(encode.Encoders), Root: schema.RootNode()}
	text, parts, ok := checkers.Open(nil, nil, pointer)
	for _, part := range parts {
		texts = append(texts, string(text[part.At:part.End]))
	}
	return texts, ok
}

func TestOnlyWhatATypeLeavesOpenIsWritten(t *testing.T) {
	type item struct {
		Name string `json:"name"`
		Code string `json:"code,omitzero" jsonschema:"maxLength=3"`
	}
	for name, test := range map[string]struct {
		value any
		open  []string
	}{
		"strings, booleans, integers": {&struct {
			A string
			B bool
			C int8
			D uint64
		}{}, nil},
		"finite numbers": {&struct{ A, B float64 }{1, 0.5}, nil},
		"slices":         {&struct{ A, B []string }{nil, []string{"a"}}, nil},
		"maps":           {&struct{ A map[string]string }{map[string]string{"a": "b"}}, nil},
		"pointers":       {&struct{ A, B *int }{nil, new(int)}, nil},
		"null.Or":        {&struct{ A null.Or[string] }{null.Value("a")}, nil},
		"bounds of a tag": {&struct {
			A int `jsonschema:"minimum=1"`
		}{5}, []string{"5"}},
		"a field that is left out": {&struct {
			A string `json:",omitzero" jsonschema:"minLength=2"`
		}{}, nil},
		"structs in a slice": {&struct{ A []item }{[]item{{"a", "x"}, {"b", ""}, {"c", "y"}}}, []string{`"x"`, `"y"`}},
		"any JSON":           {&struct{ A, B any }{1, "a"}, []string{`1`, `"a"`}},
		"raw messages":       {&struct{ A json.RawMessage }{[]byte(`{}`)}, []string{`{}`}},
	} {
		texts, ok := open(t, test.value)
		if !ok || !slices.Equal(texts, test.open) {
			t.Errorf("%s: %v, %s", name, ok, strings.Join(texts, " "))
		}
	}
}

func TestTypesThatAreNotCheckedAreWritten(t *testing.T) {
	schema, err := engine.Compile([]byte(`{"type":"object","properties":{"Text":true}}`), engine.Options{Draft: resource.Draft2020})
	if err != nil {
		t.Fatal(err)
	}
	checkers := encode.Checkers{Encoders: new(encode.Encoders), Root: schema.RootNode()}
	for _, v := range []any{nil, 1, struct{}{}, new(int), new([]string), (*struct{})(nil), new(ownJSON)} {
		if text, parts, ok := checkers.Open(nil, nil, v); ok || text != nil || parts != nil {
			t.Errorf("%T: %s", v, text)
		}
	}
}
