package verdict_test

// This file shows how programs extend schemas.

import (
	"errors"
	"fmt"
	"strings"

	"github.com/verdict-lint/verdict"
)

func ExampleWithFormat() {
	sku := verdict.WithFormat("sku", func(text string) error {
		if !strings.HasPrefix(text, "A-") {
			return errors.New("expected A- at its beginning")
		}
		return nil
	})
	schema := verdict.MustCompile([]byte(`{"type": "string", "format": "sku"}`), sku)
	fmt.Println(schema.Validate([]byte(`"B-7"`)))
	// Output: 1:1: "B-7" is not a valid sku: expected A- at its beginning [format]
}

func ExampleWithKnownFormats() {
	type User struct {
		Email string `json:"email" jsonschema:"format=e-mail"`
	}
	_, err := verdict.For[User](verdict.WithKnownFormats())
	var invalid *verdict.SchemaError
	if errors.As(err, &invalid) {
		fmt.Println(invalid.Pointer, invalid.Message)
	}
	// Output: /properties/email/format unknown format "e-mail", did you mean "email"?
}

func ExamplePanicError() {
	schema := verdict.MustCompile([]byte(`{"format": "plate"}`), verdict.WithFormat("plate", func(text string) error {
		_ = text[7]
		return nil
	}))
	var panicked *verdict.PanicError
	if errors.As(schema.Validate([]byte(`"short"`)), &panicked) {
		fmt.Println(panicked.Of)
	}
	// Output: format "plate"
}
