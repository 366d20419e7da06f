// Command verdict-blob filters records of NDJSON in object stores. It has the command filter of verdict, with
// URLs as inputs.
package main

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/verdict-lint/verdict/contrib/blob"
	"github.com/verdict-lint/verdict/internal/command"
	"github.com/verdict-lint/verdict/internal/filter"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run executes a command line and returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	var opener blob.Opener
	defer opener.Close()
	var schema schemaFile
	defer schema.remove()
	root := &cobra.Command{
		Use:   "verdict-blob",
		Short: "Filter records of NDJSON in object stores",
		Long: `verdict-blob reads NDJSON from Amazon S3 and servers with the same API, Google Cloud Storage
and Azure Blob Storage, and writes the valid records to standard output.`,
		Args: command.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.Prepare(root, stdin, stdout, stderr)
	root.AddCommand(newFilterCommand(&opener, &schema, stdin, stdout, stderr))
	root.SetArgs(args)
	return command.Execute(ctx, root)
}

const inputs = `a URL such as
's3://bucket/2026/*.ndjson.gz?region=eu-central-1', gs://bucket/key,
'azblob://container/key?storage_account=name' or file:///path, also with patterns of keys, or
a file, a pattern of files, or - for standard input; quote URLs because of their parameters.
--schema can be a URL, too. Credentials are those that the SDK of the provider finds`

func newFilterCommand(opener *blob.Opener, schema *schemaFile, stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	cmd := command.NewFilter(command.Filter{
		Inputs: inputs,
		Example: `  verdict-blob filter 's3://events/2026/*.ndjson.gz' --schema event.json --rejects bad.ndjson > good.ndjson
  verdict-blob filter gs://events/all.ndjson --schema event.json --shard 2/16 > good-2.ndjson
  verdict-blob filter 's3://events/**/*.ndjson' --schema s3://schemas/event.json > good.ndjson`,
		Open: func(ctx context.Context, args []string, stdin io.Reader) ([]filter.Source, error) {
			return open(ctx, opener, args, stdin)
		},
		Stdin: stdin, Stdout: stdout, Stderr: stderr,
	})
	cmd.Flags().IntVar(&opener.Parallel, "parallel", blob.DefaultParallel, "`number` of ranges of an object to fetch at a time")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		if opener.Parallel < 1 || opener.Parallel > 256 {
			return command.Usagef("--parallel %d: must be between 1 and 256", opener.Parallel)
		}
		return schema.fetch(cmd.Context(), opener, cmd.Flag("schema").Value)
	}
	return cmd
}

// open returns the inputs that arguments name, sorted by name and without duplicates.
func open(ctx context.Context, opener *blob.Opener, args []string, stdin io.Reader) ([]filter.Source, error) {
	var sources []filter.Source
	var paths []string
	for _, arg := range args {
		if !blob.IsURL(arg) {
			paths = append(paths, arg)
			continue
		}
		objects, err := opener.Find(ctx, arg)
		if err != nil {
			return nil, err
		}
		for _, object := range objects {
			sources = append(sources, object)
		}
	}
	if len(paths) > 0 {
		files, err := filter.Files(paths, stdin)
		if err != nil {
			return nil, err
		}
		sources = append(sources, files...)
	}
	byName := func(a, b filter.Source) int { return strings.Compare(a.Name(), b.Name()) }
	slices.SortStableFunc(sources, byName)
	return slices.CompactFunc(sources, func(a, b filter.Source) bool { return a.Name() == b.Name() }), nil
}
