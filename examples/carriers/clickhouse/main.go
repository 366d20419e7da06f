// Command verdict-clickhouse is an executable user-defined function of ClickHouse, which returns the
// violations of a record as JSON, or an empty string if it is valid:
//
//	SELECT body, verdict_violations(body) AS violations FROM events WHERE violations != ''
//
// ClickHouse writes a row to standard input and expects one on standard output for each, in order, unlike the
// output of filter and lint. Rows are in the format TabSeparated, in which a string keeps all its bytes.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/verdict-lint/verdict"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "verdict-clickhouse:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("name the schema: verdict-clickhouse event.json")
	}
	document, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	schema, err := verdict.Compile(document)
	if err != nil {
		return err
	}
	return answer(schema, os.Stdin, os.Stdout)
}

// answer writes a row for each that it reads. It writes a row before it waits for the next one, so that
// ClickHouse can keep the process for several queries (executable_pool).
func answer(schema *verdict.Schema, in io.Reader, out io.Writer) error {
	rows, answers := bufio.NewReaderSize(in, 1<<20), bufio.NewWriterSize(out, 1<<20)
	for {
		row, err := rows.ReadString('\n')
		if err == io.EOF && row == "" {
			return answers.Flush()
		}
		if err != nil && err != io.EOF {
			return err
		}
		text, err := violations(schema, unescape.Replace(strings.TrimSuffix(row, "\n")))
		if err != nil {
			return err
		}
		escape.WriteString(answers, text)
		answers.WriteByte('\n')
		if rows.Buffered() == 0 {
			if err := answers.Flush(); err != nil {
				return err
			}
		}
	}
}

// violations returns the violations of a record as JSON.
func violations(schema *verdict.Schema, record string) (string, error) {
	err := schema.Validate([]byte(record))
	if err == nil {
		return "", nil
	}
	text, err := json.Marshal(err)
	return string(text), err
}

// The format TabSeparated: https://clickhouse.com/docs/interfaces/formats/TabSeparated. JSON has no other character
// that must be escaped.
var (
	unescape = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t", `\r`, "\r", `\b`, "\b", `\f`, "\f", `\0`, "\x00", `\'`, "'")
	escape   = strings.NewReplacer(`\`, `\\`)
)
