package summary_test

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/summary"
)

// Two workers each summarize half of the records.
func Example() {
	schema := verdict.MustCompile([]byte(`{
		"required": ["id"],
		"properties": {"id": {"type": "integer"}, "label": {"type": ["string", "null"]}}
	}`))
	options := summary.Options{Samples: summary.DefaultSamples}
	first, second := summary.New(schema, options), summary.New(schema, options)
	for k, record := range []string{`{"id":1,"label":null}`, `{"label":"x"}`, `{"id":"2"}`, `{"id":3,"label":"y"}`} {
		collector := first
		if k%2 == 1 {
			collector = second
		}
		collector.Add([]byte(record), schema.Validate([]byte(record)))
	}

	merged, err := summary.Merge(first.Summary(), second.Summary())
	if err != nil {
		panic(err)
	}
	section := merged.Sections[0]
	fmt.Println(section.Valid, "of", section.Records, "valid")
	for _, p := range section.Properties {
		fmt.Println(p.Path, "missing:", p.Missing, "null:", p.Null, "value:", p.Value)
	}
	for _, v := range section.Violations {
		fmt.Println(v.Rule, v.Property, v.Count, v.Samples[0].Text)
	}
	// Output:
	// 2 of 4 valid
	// /id missing: 1 null: 0 value: 3
	// /label missing: 1 null: 1 value: 2
	// missing /id 1 {"label":"x"}
	// type /id 1 {"id":"2"}
}

// Tasks on other machines have written their summaries to files.
func ExampleParse() {
	files := []string{
		`{"format":"verdict-summary","version":1,"seed":0,"samples":0,"sections":[{"digest":"` + digest + `","records":2,"valid":2,"invalid":0,"violations":[],"properties":[{"path":"/id","missing":0,"null":0,"value":2}]}]}`,
		`{"format":"verdict-summary","version":1,"seed":0,"samples":0,"sections":[{"digest":"` + digest + `","records":1,"valid":1,"invalid":0,"violations":[],"properties":[{"path":"/id","missing":1,"null":0,"value":0}]}]}`,
	}
	var total summary.Summary
	for _, text := range files {
		next, err := summary.Parse([]byte(text))
		if err != nil {
			panic(err)
		}
		if total, err = summary.Merge(total, next); err != nil {
			panic(err)
		}
	}
	fmt.Println(total.Sections[0].Records, total.Sections[0].Properties)
	// Output: 3 [{/id 1 0 2}]
}

const digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
