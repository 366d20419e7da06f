package validate

import (
	"bytes"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/summary"
)

// A runner that does not fuse the steps that an outcome is between encodes it.
func TestAnEncodedOutcomeGivesTheSameSummary(t *testing.T) {
	schema := verdict.MustCompile([]byte(`{"required": ["a"], "properties": {"a": {"enum": [1]}}}`))
	var direct, decoded tallyFn
	for _, fn := range []*tallyFn{&direct, &decoded} {
		fn.collector = summary.New(schema, summary.Options{Samples: 2})
	}
	for _, text := range []string{`{"a": 1}`, `{"a": 2}`, `{}`, `{`, "\xff", ""} {
		o := outcome{Record: []byte(text)}
		if err := schema.Validate(o.Record); err != nil {
			o.Invalid = err.(*verdict.Error)
		}
		direct.ProcessElement(o, nil)
		encoded, err := encodeOutcome(o)
		if err != nil {
			t.Fatal(err)
		}
		if o, err = decodeOutcome(encoded); err != nil {
			t.Fatal(err)
		}
		decoded.ProcessElement(o, nil)
	}
	want, err := direct.collector.Summary().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decoded.collector.Summary().MarshalJSON(); err != nil || !bytes.Equal(got, want) {
		t.Errorf("got  %s\nwant %s, %v", got, want, err)
	}
}

func TestAProcessCompilesASchemaOnce(t *testing.T) {
	compiled := func(s Schema) *verdict.Schema {
		t.Helper()
		c, err := s.compileOnce()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := compiled(Schema{Document: []byte(`{}`)})
	if again := compiled(Schema{Document: []byte(`{}`)}); again != first {
		t.Error("the same schema is compiled again")
	}
	if strict := compiled(Schema{Document: []byte(`{}`), Strict: true}); strict == first {
		t.Error("the same document with other options is not compiled")
	}
}
