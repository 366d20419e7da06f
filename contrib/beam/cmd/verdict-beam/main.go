// Command verdict-beam validates NDJSON of any size with a pipeline of Apache Beam.
package main

import (
	"context"
	"flag"
	"io"
	"os"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/flink"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/spark"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/universal"

	_ "github.com/verdict-lint/verdict/contrib/beam/ndjson/gcsrange"
	_ "github.com/verdict-lint/verdict/contrib/beam/ndjson/s3range"
	"github.com/verdict-lint/verdict/internal/command"
)

func main() {
	if isWorker(os.Args[1:]) {
		flag.Parse()
		beam.Init() // does not return
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// isWorker reports whether a runner has started the program to process parts of a pipeline.
func isWorker(args []string) bool {
	for _, arg := range args {
		if name := strings.TrimLeft(arg, "-"); name == "worker" || name == "worker=true" {
			return true
		}
	}
	return false
}

// run executes a command line and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, end := context.WithCancel(context.Background())
	defer end()
	root := newCommand(stderr)
	command.Prepare(root, strings.NewReader(""), stdout, stderr)
	root.SetArgs(args)
	return command.Execute(ctx, root)
}
