package verdict_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
)

func ExampleSchema_Records() {
	schema := verdict.MustCompile([]byte(`{"properties": {"id": {"type": "integer"}}}`))
	stream := strings.NewReader(`{"id": 1}
{"id": "2"}
{"id": 3}`)
	for record, err := range schema.Records(stream) {
		var invalid *verdict.Error
		switch {
		case errors.As(err, &invalid):
			fmt.Println("rejected:", invalid)
		case err != nil: // the stream could not be read
			fmt.Println(err)
		default:
			fmt.Printf("line %d: %s\n", record.Line, record.Bytes)
		}
	}
	// Output:
	// line 1: {"id": 1}
	// rejected: 2:8: expected integer, got the string "2"; remove the quotes [type]
	// line 3: {"id": 3}
}

func ExampleTyped_Records() {
	books := verdict.MustFor[book]()
	for record, err := range books.Records(strings.NewReader(`[{"title": "Emma"}, {"title": null}, {"title": "Persuasion"}]`)) {
		if err != nil {
			fmt.Println("item", record.Index, "at", err)
			continue
		}
		fmt.Println(record.Value.Title)
	}
	// Output:
	// Emma
	// item 1 at 1:31: null is not allowed, expected string; give a value [null]
	// Persuasion
}

func ExampleWithForm() {
	schema := verdict.MustCompile([]byte(`{"maxItems": 2}`))
	stream := "[1, 2]\n[1, 2, 3]\n"
	for record, err := range schema.Records(strings.NewReader(stream), verdict.WithForm(verdict.FormLines)) {
		fmt.Printf("%s %v\n", record.Bytes, err == nil)
	}
	// Output:
	// [1, 2] true
	// [1, 2, 3] false
}

func ExampleSchema_ValidateReader() {
	schema := verdict.MustCompile([]byte(`true`), verdict.WithLimits(verdict.Limits{Bytes: 10}))
	fmt.Println(schema.ValidateReader(context.Background(), strings.NewReader(`[1, 2]`)))
	fmt.Println(schema.ValidateReader(context.Background(), strings.NewReader(`[1, 2, 3, 4]`)))
	// Output:
	// <nil>
	// 1:1: the payload is larger than the limit of 10 bytes that WithLimits sets (Limits.Bytes) [limit]
}
