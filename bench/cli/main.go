// Command cli compares verdict lint with other command line validators: the time of whole processes, and
// the messages for the same broken payloads. README.md describes how to run it; it writes figures.md and
// comparison.md.
//
// It uses little memory on purpose: the peak memory of a process is never reported as less than that of
// the process that started it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
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
	flag.StringVar(&tools.ajv, "ajv", os.Getenv("AJV"), "path of ajv, of ajv-cli with ajv-formats next to it (or $AJV)")
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
		if err := tools.copy(filepath.Join(*scratch, "programs")); err != nil {
			log.Fatal(err)
		}
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

// copy replaces the paths of the programs by those of copies in a directory. A program that was just
// linked is fragmented in the page cache and takes up to a tenth longer to start. ajv is a script that
// needs the files next to it, and is not copied.
func (t *tools) copy(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, path := range map[string]*string{"verdict": &t.verdict, "jv": &t.jv, "sourcemeta": &t.sourcemeta} {
		if *path == "" {
			continue
		}
		copied := filepath.Join(dir, name)
		if err := copyFile(copied, *path); err != nil {
			return err
		}
		*path = copied
	}
	return nil
}

// copyFile takes little memory; see above.
func copyFile(to, from string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// publish writes the result to standard output or to a file.
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
