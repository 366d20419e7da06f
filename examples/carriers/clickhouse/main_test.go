package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
)

var schema = verdict.MustCompile([]byte(`{"required": ["id"], "properties": {"text": {"const": "a\tb\\\n"}}}`))

func TestARowHasOneAnswer(t *testing.T) {
	for _, tc := range []struct{ name, row, want string }{
		{"valid", `{"id": 1}`, ""},
		{"invalid", `{}`, `"rule":"missing"`},
		{"syntax", `{`, `"rule":"syntax"`},
		{"empty", ``, `"rule":"syntax"`},
		{"escaped line end", `{"id":\n1}`, ""},
		{"escaped backslashes", `{"id": 1, "text": "a\\tb\\\\\\n"}`, ""},
		{"quote", `{"id": 1, "text": "\''"}`, `"rule":"const"`},
		{"not UTF-8", "{\"id\": \"\xff\"}", `"rule":"encoding"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := answer(schema, strings.NewReader(tc.row+"\n"+tc.row+"\n"), &out); err != nil {
				t.Fatal(err)
			}
			rows := strings.Split(out.String(), "\n")
			if len(rows) != 3 || rows[0] != rows[1] || rows[2] != "" {
				t.Fatalf("%q", rows)
			}
			if !strings.Contains(rows[0], tc.want) || (rows[0] == "") != (tc.want == "") {
				t.Errorf("%s, want %s", rows[0], tc.want)
			}
			if strings.ContainsAny(strings.ReplaceAll(rows[0], `\\`, ""), "\t\\") {
				t.Errorf("%s is not escaped", rows[0])
			}
		})
	}
}

// A process of a pool gets the next rows only after it has answered those before.
func TestAnAnswerDoesNotWaitForTheNextRows(t *testing.T) {
	in, rows := io.Pipe()
	answers, out := io.Pipe()
	go func() { out.CloseWithError(answer(schema, in, out)) }()
	read := bufio.NewReader(answers)
	for _, size := range []int{1, 5, 1, 1000} {
		var chunk strings.Builder
		for i := range size {
			fmt.Fprintf(&chunk, "{\"id\": %d}\n{}\n", i)
		}
		go io.WriteString(rows, chunk.String())
		for range 2 * size {
			if _, err := read.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
		}
	}
	rows.Close()
	if rest, err := io.ReadAll(read); len(rest) > 0 || err != nil {
		t.Errorf("%q, %v", rest, err)
	}
}
