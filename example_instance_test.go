package verdict_test

// This file shows what functions of the caller see of a value.

import (
	"fmt"

	"github.com/verdict-lint/verdict"
)

// show calls a function with a payload as the check of a keyword does.
func show(payload string, look func(value verdict.Instance)) {
	schema := verdict.MustCompile([]byte(`{"x-show": true}`), verdict.WithKeyword("x-show",
		func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
			return func(value verdict.Instance, _ verdict.Report) { look(value) }, nil
		}))
	schema.Valid([]byte(payload))
}

func ExampleInstance_Kind() {
	show(`7`, func(value verdict.Instance) {
		fmt.Println(value.Kind(), value.Kind() == verdict.KindNumber)
	})
	// Output: number true
}

func ExampleInstance_Raw() {
	show(`{"a": "\u0041"}`, func(value verdict.Instance) {
		fmt.Printf("%s", value.Raw())
	})
	// Output: {"a": "\u0041"}
}

func ExampleInstance_String() {
	show(`"\u0041"`, func(value verdict.Instance) {
		fmt.Println(value.String())
	})
	// Output: A
}

func ExampleInstance_Bool() {
	show(`true`, func(value verdict.Instance) {
		fmt.Println(value.Bool())
	})
	// Output: true
}

func ExampleInstance_Len() {
	show(`"Grüße"`, func(value verdict.Instance) {
		fmt.Println(value.Len())
	})
	// Output: 5
}

func ExampleInstance_Property() {
	show(`{"id": "a1"}`, func(value verdict.Instance) {
		id, ok := value.Property("id")
		fmt.Println(id, ok)
	})
	// Output: a1 true
}

func ExampleInstance_Properties() {
	show(`{"id": "a1", "size": 1e2}`, func(value verdict.Instance) {
		for name, property := range value.Properties() {
			fmt.Println(name, property)
		}
	})
	// Output:
	// id a1
	// size 1e2
}

func ExampleInstance_Items() {
	show(`["a", 1]`, func(value verdict.Instance) {
		for k, item := range value.Items() {
			fmt.Println(k, item)
		}
	})
	// Output:
	// 0 a
	// 1 1
}

func ExampleInstance_Pointer() {
	show(`{"list": ["a"]}`, func(value verdict.Instance) {
		list, _ := value.Property("list")
		for _, item := range list.Items() {
			fmt.Println(item.Pointer())
		}
	})
	// Output: /list/0
}

func ExampleInstance_Decode() {
	show(`{"name": "Ann"}`, func(value verdict.Instance) {
		var user struct{ Name string }
		err := value.Decode(&user)
		fmt.Println(user.Name, err)
	})
	// Output: Ann <nil>
}
