package readme

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/null"
)

// fields are Go fields of each shape in the table of the README. The value has the wrong type.
var fields = map[string][]*verdict.Schema{
	"`T`": {
		of[struct {
			F string `json:"f"`
		}](),
		of[struct {
			F struct{} `json:"f"`
		}](),
	},
	"`T` with `omitzero` or `omitempty`": {
		of[struct {
			F string `json:"f,omitzero"`
		}](),
		of[struct {
			F string `json:"f,omitempty"`
		}](),
	},
	"`null.Or[T]`": {
		of[struct {
			F null.Or[string] `json:"f"`
		}](),
	},
	"`null.Or[T]` with `omitzero`": {
		of[struct {
			F null.Or[string] `json:"f,omitzero"`
		}](),
	},
	"`*T`, slice, map": {
		of[struct {
			F *string `json:"f"`
		}](),
		of[struct {
			F []string `json:"f"`
		}](),
		of[struct {
			F map[string]string `json:"f"`
		}](),
	},
	"`*T`, slice, map with `omitzero` or `omitempty`": {
		of[struct {
			F *string `json:"f,omitzero"`
		}](),
		of[struct {
			F []string `json:"f,omitempty"`
		}](),
		of[struct {
			F map[string]string `json:"f,omitempty"`
		}](),
	},
}

func of[T any]() *verdict.Schema { return verdict.MustFor[T]().Schema }

func TestFieldsBehaveAsTheTableOfTheReadmeSays(t *testing.T) {
	rows := tableBelow(read(t, filepath.Join(findCheckout(t), "README.md")), "### What a field means")
	if len(rows) != len(fields) {
		t.Errorf("the README has %d rows, %d are tested", len(rows), len(fields))
	}
	for _, row := range rows {
		schemas, ok := fields[row[0]]
		if !ok {
			t.Errorf("no field is tested for the row %s", row[0])
		}
		for _, schema := range schemas {
			is := []string{row[0], outcome(schema, `{}`), outcome(schema, `{"f":null}`), outcome(schema, `{"f":false}`)}
			if is[3] == "`type`" {
				is[3] = "checked"
			}
			if diff := cmp.Diff(row, is); diff != "" {
				t.Errorf("(-README +schema)\n%s", diff)
			}
		}
	}
}

// outcome returns the rule that a payload violates, in the words of the table.
func outcome(schema *verdict.Schema, payload string) string {
	var invalid *verdict.Error
	switch err := schema.Validate([]byte(payload)); {
	case err == nil:
		return "ok"
	case errors.As(err, &invalid) && len(invalid.Violations) == 1:
		return "`" + string(invalid.Violations[0].Rule) + "`"
	default:
		return err.Error()
	}
}

// tableBelow returns the rows of the first table after a heading, without the header.
func tableBelow(markdown, heading string) [][]string {
	_, below, _ := strings.Cut(markdown, heading+"\n")
	var rows [][]string
	for line := range strings.Lines(below) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) < 3 {
			if rows != nil {
				break
			}
			continue
		}
		row := cells[1 : len(cells)-1]
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		rows = append(rows, row)
	}
	return rows[min(2, len(rows)):]
}
