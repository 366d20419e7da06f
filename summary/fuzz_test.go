package summary_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/summary"
)

// FuzzCollector adds records that were validated by another schema, or not at all.
func FuzzCollector(f *testing.F) {
	schema := verdict.MustCompile([]byte(personSchema))
	f.Add([]byte(`{"name":"x","age":null,"tags":["a"]}`), []byte(`{"name":`))
	f.Add([]byte("{\"na\\u006de\":{},\"tags\":[[]]}"), []byte("\xff"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		o := summary.Options{Samples: 1}
		summary.New(schema, o).Add(a, nil)
		whole := collect(schema, o, string(a), string(b))
		merged, err := summary.Merge(collect(schema, o, string(b)), collect(schema, o, string(a)))
		if err != nil || marshal(t, whole) != marshal(t, merged) {
			t.Errorf("whole %s, merged %s, %v", marshal(t, whole), marshal(t, merged), err)
		}
		if _, err := summary.Parse([]byte(marshal(t, whole))); err != nil {
			t.Errorf("%v: %s", err, marshal(t, whole))
		}
		for _, p := range whole.Sections[0].Properties {
			if p.Missing < 0 {
				t.Errorf("%s is missing in %d objects", p.Path, p.Missing)
			}
		}
	})
}

// FuzzMerge divides lines among collectors and merges them in a random tree.
func FuzzMerge(f *testing.F) {
	schema := verdict.MustCompile([]byte(personSchema))
	f.Add([]byte("{\"name\":1}\n{\"name\":1}\n{\"age\":null,\"tags\":[null]}\n{"), uint64(1), uint8(3), uint8(2))
	f.Fuzz(func(t *testing.T, text []byte, seed uint64, parts, samples uint8) {
		r := rand.New(rand.NewPCG(seed, 1))
		o := summary.Options{Seed: seed, Samples: int(samples % 5)}
		collectors := make([]*summary.Collector, 1+parts%16)
		for k := range collectors {
			collectors[k] = summary.New(schema, o)
		}
		whole := summary.New(schema, o)
		for record := range bytes.Lines(text) {
			err := schema.Validate(record)
			whole.Add(record, err)
			collectors[r.IntN(len(collectors))].Add(record, err)
		}
		all := []summary.Summary{{}}
		for _, c := range collectors {
			all = append(all, c.Summary())
		}
		if diff := cmp.Diff(marshal(t, whole.Summary()), marshal(t, randomMerge(t, r, all))); diff != "" {
			t.Errorf("(-whole +merged):\n%s", diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	schema := verdict.MustCompile([]byte(personSchema))
	f.Add([]byte(marshal(f, collect(schema, summary.Options{Samples: 2}, `{}`, `{"name":1}`))), []byte(marshal(f, summary.Summary{})))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		first, err1 := summary.Parse(a)
		second, err2 := summary.Parse(b)
		if err1 != nil || err2 != nil {
			return
		}
		one, err1 := summary.Merge(first, second)
		other, err2 := summary.Merge(second, first)
		if (err1 == nil) != (err2 == nil) {
			t.Fatalf("%v, in the other order %v", err1, err2)
		}
		if err1 == nil && !bytes.Equal([]byte(marshal(t, one)), []byte(marshal(t, other))) {
			t.Errorf("%s, in the other order %s", marshal(t, one), marshal(t, other))
		}
	})
}
