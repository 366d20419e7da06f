package verdict_test

import (
	"fmt"

	"github.com/verdict-lint/verdict"
)

func ExampleWithDefaults() {
	type Server struct {
		Host string `json:"host"`
		Port int    `json:"port" jsonschema:"default=8080"`
	}
	servers := verdict.MustFor[Server](verdict.WithDefaults())
	server, err := servers.Decode([]byte(`{"host": "example.com"}`))
	fmt.Printf("%+v %v\n", server, err)
	// Output:
	// {Host:example.com Port:8080} <nil>
}

func ExampleSchema_ApplyDefaults() {
	schema := verdict.MustCompile([]byte(`{
		"properties": {
			"page": {"type": "integer", "default": 1},
			"sort": {"default": {}, "properties": {"by": {"default": "name"}}}
		}
	}`))
	payload, err := schema.ApplyDefaults([]byte(`{ "page": 2 }`))
	fmt.Println(string(payload), err)
	// Output:
	// { "page": 2,"sort":{"by":"name"} } <nil>
}

func ExampleTyped_ApplyDefaults() {
	type Query struct {
		Limit int `json:"limit" jsonschema:"default=20,maximum=100"`
	}
	payload, err := verdict.MustFor[Query]().ApplyDefaults([]byte(`{}`))
	fmt.Println(string(payload), err)
	// Output:
	// {"limit":20} <nil>
}
