package verdict_test

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/messages"
)

func ExampleWithMessages() {
	schema := verdict.MustCompile([]byte(`{"required": ["email"], "properties": {"tags": {"minItems": 1}}}`),
		verdict.WithMessages(verdict.Catalog{Messages: map[string]string{
			"missing":   "Please fill in {property}",
			"min-items": "{limit} {limit?entry|entries} or more",
		}}))
	fmt.Println(schema.Validate([]byte(`{"tags": []}`)))
	// Output:
	// 1:1: Please fill in "email" [missing]
	// 1:10: expected 1 entry or more, got 0 [min-items]
}

func ExampleSchema_WithMessages() {
	schema := verdict.MustCompile([]byte(`{"maxLength": 2}`))
	german, err := schema.WithMessages(messages.German())
	fmt.Println(err)
	fmt.Println(schema.Validate([]byte(`"abc"`)))
	fmt.Println(german.Validate([]byte(`"abc"`)))
	// Output:
	// <nil>
	// 1:1: expected at most 2 characters, got 3 [max-length]
	// 1:1: höchstens 2 Zeichen erwartet, 3 gefunden [max-length]
}

func ExampleTyped_WithMessages() {
	german, _ := verdict.MustFor[int]().WithMessages(messages.German())
	_, err := german.Decode([]byte(`null`))
	fmt.Println(err)
	// Output: 1:1: null ist nicht erlaubt, ganze Zahl erwartet; einen Wert angeben [null]
}
