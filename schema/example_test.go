package schema_test

import (
	"fmt"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/schema"
)

func ExampleDocument() {
	document, ok := schema.Document("connect-session")
	if !ok {
		fmt.Println("there is no such document")
		return
	}
	sessions := verdict.MustCompile(document)
	fmt.Println(sessions.Valid([]byte(`{"id": 1}`)))
	// Output: false
}
