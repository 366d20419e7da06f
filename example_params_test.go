package verdict_test

// This file shows what programs do with the parameters of a violated rule.

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/verdict-lint/verdict"
)

func ExampleParams_Get() {
	schema := verdict.MustCompile([]byte(`{"minItems": 2}`))
	var invalid *verdict.Error
	errors.As(schema.Validate([]byte(`[1]`)), &invalid)
	for _, v := range invalid.Violations {
		fmt.Printf("%v von %v Einträgen", v.Params.Get("count"), v.Params.Get("limit"))
	}
	// Output: 1 von 2 Einträgen
}

func ExampleParams_Map() {
	schema := verdict.MustCompile([]byte(`{"minItems": 2}`))
	var invalid *verdict.Error
	errors.As(schema.Validate([]byte(`[1]`)), &invalid)
	for _, v := range invalid.Violations {
		fmt.Println(v.Params.Map())
	}
	// Output: map[count:1 limit:2]
}

func ExampleParams_MarshalJSON() {
	text, _ := json.Marshal([]verdict.Params{`{"count":1,"limit":2}`, ""})
	fmt.Println(string(text))
	// Output: [{"count":1,"limit":2},null]
}

func ExampleParams_UnmarshalJSON() {
	var params verdict.Params
	_ = json.Unmarshal([]byte(`{"limit": 2, "count": 1}`), &params)
	fmt.Println(params)
	// Output: {"count":1,"limit":2}
}
