package verdict_test

// This file shows how patches are applied.

import (
	"errors"
	"fmt"

	"github.com/verdict-lint/verdict"
)

// A Task is what the examples patch.
type Task struct {
	Title   string            `json:"title" jsonschema:"minLength=1"`
	Owner   string            `json:"owner,omitzero"`
	Labels  map[string]string `json:"labels,omitempty"`
	Version int               `json:"version"`
}

var tasks = verdict.MustFor[Task](verdict.WithPatch())

func ExampleWithPatch() {
	fmt.Println(tasks.Validate([]byte(`{"owner": null, "labels": {"urgent": null}}`)))
	fmt.Println(tasks.Validate([]byte(`{"title": null}`)))
	// Output:
	// <nil>
	// 1:11: null is not allowed, expected string; give a value or leave the property out [null]
}

func ExampleTyped_ApplyMergePatch() {
	task := Task{Title: "test", Owner: "ann", Labels: map[string]string{"urgent": "yes"}, Version: 1}
	err := tasks.ApplyMergePatch(&task, []byte(`{"owner": null, "labels": {"size": "small"}}`))
	fmt.Printf("%+v %v\n", task, err)
	err = tasks.ApplyMergePatch(&task, []byte(`{"title": ""}`))
	fmt.Printf("%+v %v\n", task, err)
	// Output:
	// {Title:test Owner: Labels:map[size:small urgent:yes] Version:1} <nil>
	// {Title:test Owner: Labels:map[size:small urgent:yes] Version:1} 1:11: expected at least 1 character, got 0 [min-length]
}

func ExampleTyped_ApplyJSONPatch() {
	task := Task{Title: "test", Version: 1}
	patch := []byte(`[
		{"op": "test", "path": "/version", "value": 1},
		{"op": "replace", "path": "/version", "value": 2},
		{"op": "add", "path": "/owner", "value": "ann"}
	]`)
	fmt.Println(tasks.ApplyJSONPatch(&task, patch), task.Owner, task.Version)

	err := tasks.ApplyJSONPatch(&task, patch) // the version is 2 now
	var failed *verdict.PatchError
	fmt.Println(errors.As(err, &failed), err)
	// Output:
	// <nil> ann 2
	// true verdict: operation 0 of the patch (test "/version"): the value is not equal
}

func ExampleTyped_ValidateJSONPatch() {
	fmt.Println(tasks.ValidateJSONPatch([]byte(`[{"op": "add", "path": "owner"}]`)))
	// Output:
	// 1:2: missing required property "value"; add it (because "op" is "add") [missing]
	// 1:24: "owner" is not a valid json-pointer: a pointer must be empty or begin with /; expected RFC 6901 JSON Pointer, such as /items/0/name [format]
}
