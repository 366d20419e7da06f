package validate_test

import (
	"context"
	"fmt"
	"io"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"

	"github.com/verdict-lint/verdict/contrib/beam/ndjson"
	"github.com/verdict-lint/verdict/contrib/beam/validate"
	"github.com/verdict-lint/verdict/summary"
)

func ExampleRecords() {
	// A program calls beam.Init at the beginning of main; workers run the same program.
	memfs.Write("memfs://example/users.ndjson", []byte(`{"name": "Ada"}
{"name": null}
`))
	schema := validate.Schema{Document: []byte(`{"required": ["name"], "properties": {"name": {"type": "string"}}}`)}

	p, s := beam.NewPipelineWithRoot()
	records := ndjson.Read(s, "memfs://example/*.ndjson")
	valid, rejects, report := validate.Records(s, records, schema)
	ndjson.Write(s, "memfs://example/valid.out", 1, ndjson.Lines(s, valid))
	ndjson.Write(s, "memfs://example/rejects.out", 1, rejects)
	ndjson.Write(s, "memfs://example/summary.out", 1, validate.SummaryLines(s, report))
	if _, err := prism.Execute(context.Background(), p); err != nil {
		fmt.Println(err)
	}

	fmt.Print(string(written("memfs://example/valid.out")))
	total, err := summary.Parse(written("memfs://example/summary.out"))
	if err != nil {
		fmt.Println(err)
	}
	for _, v := range total.Sections[0].Violations {
		fmt.Println(v.Rule, v.Property)
	}
	// Output:
	// {"name": "Ada"}
	// null /name
}

// written returns the content of a file in memory.
func written(name string) []byte {
	file, err := memfs.New(context.Background()).OpenRead(context.Background(), name)
	if err != nil {
		return []byte(err.Error())
	}
	text, _ := io.ReadAll(file)
	return text
}
