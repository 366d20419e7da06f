package schematool

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheConfigurationNamesJobs(t *testing.T) {
	dir := unpack(t, `
-- .verdict.yaml --
# Other sections are left to others.
lint:
  strict: true

generate:
  - package: ./api
    type: Order
    output: order.schema.json
    id: https://example.com/order
    nullStyle: anyof
  - package: ./api
    enum: [Kind, Level]
  - {package: ./api, describe: true}
-- below/here/x --
`)
	file, err := FindConfig(filepath.Join(dir, "below", "here"))
	if err != nil || file != filepath.Join(dir, ConfigName) {
		t.Fatalf("%s, %v", file, err)
	}
	got, err := ConfigJobs(file)
	if err != nil {
		t.Fatal(err)
	}
	api := filepath.Join(dir, "api")
	want := []Job{
		{Source: file + ":6", Reflect: &ReflectCommand{
			Target: Target{Dir: dir, Package: "./api", Type: "Order", ID: "https://example.com/order", Null: "anyof"},
			Output: "order.schema.json",
		}},
		{Source: file + ":11", Enum: &EnumCommand{EnumTarget{Dir: api, Types: []string{"Kind", "Level"}}}},
		{Source: file + ":13", Describe: &DescribeCommand{Dir: api, Output: descriptionsFile}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if want := filepath.Join(dir, "order.schema.json"); got[0].Output() != want {
		t.Errorf("output %s, want %s", got[0].Output(), want)
	}
}

func TestAWrongConfigurationIsNamed(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no list", "generate: yes\n", ".verdict.yaml: generate must be a list"},
		{"no package", "generate:\n  - type: T\n", ".verdict.yaml:2: invalid entry of generate: no package"},
		{"nothing to do", "generate:\n  - package: ./a\n", "set exactly one of type, enum and describe"},
		{"two things to do", "generate:\n  - package: ./a\n    type: T\n    enum: [T]\n", "set exactly one of type, enum and describe"},
		{"no output", "generate:\n  - package: ./a\n    type: T\n", "no output; set output"},
		{"no directory", "generate:\n  - package: a/b\n    enum: [T]\n", "a/b is not a directory"},
		{"unknown key", "generate:\n  - package: ./a\n    typ: T\n", `unknown field "typ"`},
		{"wrong type", "generate:\n  - package: [a]\n", "string"},
		{"no YAML", "generate: [\n", ".verdict.yaml:1: this [ is not closed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := unpack(t, "-- .verdict.yaml --\n"+tt.text)
			_, err := ConfigJobs(filepath.Join(dir, ConfigName))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !IsUsage(err) {
				t.Errorf("got %v, want …%s…", err, tt.want)
			}
		})
	}
}

func TestAConfigurationWithoutTheSectionNamesNothing(t *testing.T) {
	for _, text := range []string{"", "lint: {}\n", "generate:\n", "[]\n"} {
		dir := unpack(t, "-- .verdict.yaml --\n"+text)
		if jobs, err := ConfigJobs(filepath.Join(dir, ConfigName)); err != nil || jobs != nil {
			t.Errorf("%q: %v, %v", text, jobs, err)
		}
	}
}
