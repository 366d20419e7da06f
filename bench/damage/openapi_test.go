package damage

import (
	"os"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/bench"
)

// Of the faults in OpenAPI 3.1 descriptions, 95 % are reported exactly.
func TestFaultsInOpenAPIDescriptionsAreNamed(t *testing.T) {
	checkout := os.Getenv(bench.OpenAPIVariable)
	if checkout == "" {
		t.Skipf("set %s to a checkout of the branch v3.1-dev of OAI/OpenAPI-Specification; the measure itself is tested without it", bench.OpenAPIVariable)
	}
	corpora, err := bench.LoadCorpus(checkout)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range corpora {
		var opts []verdict.Option
		for uri, document := range c.Resources {
			opts = append(opts, verdict.WithResource(uri, document))
		}
		schema, err := verdict.Compile(c.Schema, opts...)
		if err != nil {
			t.Fatal(err)
		}
		result, err := Measure(Set{c.Name, schema, c.Instances}, Plan{Seed: 1, PerKind: 4, PerSet: 50, Examples: 20})
		if err != nil {
			t.Fatal(err)
		}
		total := result.Total()
		t.Logf("%s: %d of %d damages are exact, %d descriptions are invalid undamaged", c.Name, total.Exact, total.Damaged, result.Invalid)
		if total.Damaged < 100 || total.Exact*100 < total.Damaged*95 || result.Invalid > 0 {
			t.Errorf("%v", result.Examples)
		}
	}
}
