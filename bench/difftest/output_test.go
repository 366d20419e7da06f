package difftest

import (
	"testing"

	"github.com/verdict-lint/verdict"
)

// The output formats are created with another observer, which must have the same result.
func TestOutputAgreesWithValid(t *testing.T) {
	const schemas, payloads = 1_000, 5
	compared, valid := 0, 0
	for seed := range uint64(schemas) {
		draw := NewDraw(Random(seed))
		text := Text(draw.Schema)
		for _, strict := range []bool{false, true} {
			schema, err := verdict.Compile(text, verdict.WithDraft(draw.Draft), verdict.WithStrict(strict))
			if err != nil {
				continue
			}
			for range payloads {
				payload := Text(draw.Payload())
				want := schema.Valid(payload)
				compared++
				if want {
					valid++
				}
				for format := verdict.OutputFlag; format <= verdict.OutputVerbose; format++ {
					if got := schema.Output(payload, format); got.Valid != want {
						t.Errorf("format %d: valid is %t, but Valid says %t:\n%s\n%s", format, got.Valid, want, text, payload)
					}
				}
			}
		}
	}
	if compared < schemas || valid < compared/4 || valid > compared*3/4 {
		t.Errorf("%d payloads, %d of them valid: too few of one kind", compared, valid)
	}
}
