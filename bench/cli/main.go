// Command cli measures verdict lint as a whole process beside other command line
// validators, and shows what each says of the same broken payloads. The README
// beside it says how to run it, figures.md and comparison.md are what came out.
//
// It is small on purpose: what this process takes of memory is the least that the
// operating system accounts to a process that it starts.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("cli: ")
	var tools tools
	flag.StringVar(&tools.verdict, "verdict", os.Getenv("VERDICT"), "path of verdict (or $VERDICT)")
	flag.StringVar(&tools.jv, "jv", os.Getenv("JV"), "path of jv (or $JV)")
	flag.StringVar(&tools.ajv, "ajv", os.Getenv("AJV"), "path of ajv, of ajv-cli with ajv-formats beside it (or $AJV)")
	flag.StringVar(&tools.sourcemeta, "sourcemeta", os.Getenv("SOURCEMETA"), "path of jsonschema, of @sourcemeta/jsonschema (or $SOURCEMETA)")
	scratch := flag.String("scratch", filepath.Join(os.TempDir(), "verdict-bench-cli"), "`directory` for the generated payloads, 600 MB; kept for the next run")
	rounds := flag.Int("rounds", 5, "how many turns each command has")
	scale := flag.Float64("scale", 1, "`factor` of all sizes, to try the harness")
	schema := flag.String("schema", "../schema/connect-session.schema.json", "`schema` of the broken payloads")
	fixtures := flag.String("fixtures", "../fixtures/invalid", "`directory` of the broken payloads")
	only := flag.String("only", "", "`part` to make: figures or comparison (default both)")
	write := flag.String("write", "", "`directory` to write figures.md and comparison.md to (default: standard output)")
	flag.Parse()

	if err := tools.complete(); err != nil {
		log.Fatal(err)
	}
	if *only != "comparison" {
		figures, err := measureAll(tools, *scratch, *rounds, *scale)
		if err := publish(figures, err, *write, "figures.md"); err != nil {
			log.Fatal(err)
		}
	}
	if *only != "figures" {
		comparison, err := compare(tools, *schema, *fixtures)
		if err := publish(comparison, err, *write, "comparison.md"); err != nil {
			log.Fatal(err)
		}
	}
}

// tools are the paths of the programs. A peer without a path is left out.
type tools struct{ verdict, jv, ajv, sourcemeta string }

func (t *tools) complete() error {
	if t.verdict == "" {
		return fmt.Errorf("-verdict is missing: go build -o verdict ../cmd/verdict")
	}
	for _, path := range []*string{&t.verdict, &t.jv, &t.ajv, &t.sourcemeta} {
		if *path == "" {
			continue
		}
		absolute, err := filepath.Abs(*path)
		if err != nil {
			return err
		}
		if _, err := os.Stat(absolute); err != nil {
			return err
		}
		*path = absolute
	}
	return nil
}

// publish writes what was made to standard output, or into a document.
func publish(made []byte, err error, write, document string) error {
	if err != nil {
		return err
	}
	if write == "" {
		_, err := os.Stdout.Write(made)
		return err
	}
	return os.WriteFile(filepath.Join(write, document), made, 0o644)
}
