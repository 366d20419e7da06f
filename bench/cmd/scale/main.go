// Command scale measures verdict filter and other programs on sessions of a gigabyte and more, as whole
// processes, and writes the table of docs/scale.md.
//
//	go build -C .. -o /tmp/verdict ./cmd/verdict
//	VERDICT=/tmp/verdict SOURCEMETA=…/jsonschema PYTHON=/usr/bin/python3 go run ./cmd/scale -write ../docs/scale.md
//
// A program without a path is left out. More than a gigabyte is the same file repeated on standard input, for a
// limited time.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/verdict-lint/verdict/bench"
	"github.com/verdict-lint/verdict/schema"
)

const gigabyte = 1_000_000_000

// The schema is in a file of its own, since other programs do not know it by name.
const (
	schemaFile = "session.schema.json"
	inputFile  = "sessions.jsonl"
	partFile   = "part.jsonl"
	scriptFile = "validate.py"
)

// parts is how many times larger the whole input is than that of the slowest program.
const parts = 100

// script is python3-jsonschema used as its documentation shows.
const script = `import json, sys
from jsonschema import Draft202012Validator, FormatChecker
validator = Draft202012Validator(json.load(open(sys.argv[1])), format_checker=FormatChecker())
invalid = 0
for line in open(sys.argv[2], "rb"):
    try:
        if not validator.is_valid(json.loads(line)):
            invalid += 1
    except ValueError:
        invalid += 1
print(invalid, "invalid")
`

func main() {
	log.SetFlags(0)
	dir := flag.String("dir", filepath.Join(os.TempDir(), "verdict-scale"), "directory for generated files")
	size := flag.Int64("size", gigabyte, "bytes of the file")
	limit := flag.Duration("limit", time.Minute, "time for each run through standard input")
	rounds := flag.Int("rounds", 3, "times that each run with a file is repeated; the least processor time counts")
	write := flag.String("write", "", "document whose generated part is replaced")
	only := flag.Bool("generate", false, "only generate the files")
	flag.Parse()
	if *only {
		if err := generate(*dir, *size); err != nil {
			log.Fatal(err)
		}
		return
	}
	// In a process of its own: the peak memory of a process is never less than that of the one that started it.
	if out, err := exec.Command(os.Args[0], append([]string{"-generate"}, os.Args[1:]...)...).CombinedOutput(); err != nil {
		log.Fatalf("%v: %s", err, out)
	}
	var b bytes.Buffer
	writeTable(&b, measureAll(programs(*dir, *size), *rounds, *limit))
	if *write == "" {
		fmt.Print(b.String())
		return
	}
	document, err := os.ReadFile(*write)
	if err == nil {
		document, err = bench.ReplaceGenerated("scale", document, b.Bytes())
	}
	if err == nil {
		err = os.WriteFile(*write, document, 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// generate writes the files unless they are there. About one session in a hundred is invalid; all are JSON.
func generate(dir string, size int64) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	document, _ := schema.Document("connect-session")
	for name, content := range map[string][]byte{schemaFile: document, scriptFile: []byte(script)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return err
		}
	}
	for name, want := range map[string]int64{inputFile: size, partFile: size / parts} {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Size() >= want {
			continue
		}
		if err := writeSessions(path, want); err != nil {
			return err
		}
	}
	return nil
}

func writeSessions(path string, size int64) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	var written int64
	for seed := uint64(1); written < size; seed++ {
		for _, payload := range bench.Generate(10_000, 1, seed) {
			if !payload.JSON() || bytes.IndexByte(payload.Bytes, '\n') >= 0 {
				continue // jq stops at text that is not JSON, and a record is one line
			}
			n, _ := w.Write(payload.Bytes)
			w.WriteByte('\n')
			if written += int64(n) + 1; written >= size {
				break
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// A program is a command to measure.
type program struct {
	name      string
	arguments []string
	dir       string
	size      int64 // of what is read; through standard input, of the file that is repeated
	loops     int64 // how often the file is repeated; 0 if it is read as a file
}

// programs returns the commands by size.
func programs(dir string, size int64) [][]program {
	find := func(variable, name string) string {
		if path := os.Getenv(variable); path != "" {
			return path
		}
		path, _ := exec.LookPath(name)
		return path
	}
	verdict, jq := find("VERDICT", "verdict"), find("JQ", "jq")
	var all [][]program
	add := func(size, loops int64, commands ...[]string) {
		var some []program
		for _, c := range commands {
			if c[1] != "" {
				some = append(some, program{name: c[0], arguments: c[1:], dir: dir, size: size, loops: loops})
			}
		}
		all = append(all, some)
	}
	filter := []string{"verdict filter", verdict, "filter", "--schema", schemaFile, "--rejects", "rejects.jsonl"}
	add(size, 0,
		append(filter, inputFile),
		append([]string{"verdict filter, one CPU"}, append(filter[1:], "--jobs", "1", inputFile)...),
		[]string{"jq", jq, "-c", ".", inputFile},
		[]string{"sourcemeta validate", os.Getenv("SOURCEMETA"), "validate", "--continue", "--format-assertion", schemaFile, inputFile},
		[]string{"sourcemeta validate --fast", os.Getenv("SOURCEMETA"), "validate", "--continue", "--fast", "--format-assertion", schemaFile, inputFile},
	)
	add(size/parts, 0, []string{"python3-jsonschema", find("PYTHON", "python3"), scriptFile, schemaFile, partFile})
	for _, loops := range []int64{10, 100} {
		add(size, loops, append(filter, "-"), []string{"jq", jq, "-c", "."})
	}
	return all
}
