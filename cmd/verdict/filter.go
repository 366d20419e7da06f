package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/filter"
)

func newFilterCommand(p process) *cobra.Command {
	return command.NewFilter(command.Filter{
		Inputs: "a file, a pattern such as\n'data/**/*.ndjson.gz', or - for standard input",
		Example: `  verdict filter events.ndjson --schema event.json --rejects bad.ndjson > good.ndjson
  verdict filter 'events/*.ndjson.gz' --schema event.json --tolerance 0.1% --rejects bad.ndjson > good.ndjson
  verdict filter events.ndjson --schema event.json --shard 2/16 > good-2.ndjson
  produce | verdict filter --schema event.json | consume`,
		Open: func(_ context.Context, args []string, stdin io.Reader) ([]filter.Source, error) {
			return filter.Files(args, stdin)
		},
		Packs: embeddedPacks,
		Stdin: p.stdin, Stdout: p.stdout, Stderr: p.stderr,
	})
}

// embeddedPacks returns the pack that is part of the program, if there is one.
func embeddedPacks() ([]*catalog.Pack, error) {
	if len(embeddedPack) == 0 {
		return nil, nil
	}
	pack, err := catalog.ReadPack(embeddedPack)
	return []*catalog.Pack{pack}, err
}
