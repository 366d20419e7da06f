package schematool

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const animals = `
-- go.mod --
module example.com/animals

go 1.21
-- b.go --
package animals

const Newt Kind = "newt"
-- kind.go --
package animals

// Kind of animal.
type Kind string

const (
	// Cat purrs.
	Cat Kind = "cat"
	Dog Kind = "dog" // barks
	_   Kind = "unnamed"
	Hound = Dog
	limit Kind = "~"
	Other = "other"
)

var all = Kind("").Values()

// HTTPLevel is a number.
type HTTPLevel int

const (
	Low HTTPLevel = iota
	High
)

type Loud int

const (
	Bang Loud = 1 // startles
	Whisper Loud = 2
)

func (l Loud) String() string { return "!" }

type Empty string

type Record struct{ Kind Kind }

type byHand string

func (byHand) Values() []byHand { return nil }

const One byHand = "one"
`

func TestEnumListsTheConstantsOfTheType(t *testing.T) {
	dir := unpack(t, animals)
	got, err := Enum(t.Context(), EnumTarget{Dir: dir, Types: []string{"Kind", "HTTPLevel", "Loud"}})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "enum.golden", string(got))
}

func TestAStaleEnumFileIsReplaced(t *testing.T) {
	dir := unpack(t, animals+`
-- kind_enum.go --
// Code generated.

package animals

func (Kind) Values() []Kind { return []Kind{Cat, Gone} }
`)
	got, err := Enum(t.Context(), EnumTarget{Dir: dir, Types: []string{"Kind"}})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(got), "Gone") || !strings.Contains(string(got), "Newt") {
		t.Errorf("%s", got)
	}
}

func TestEnumReportsTypesThatCannotBeListed(t *testing.T) {
	dir := unpack(t, animals)
	tests := []struct{ name, want string }{
		{"Knd", "package example.com/animals has no type Knd, did you mean Kind?"},
		{"Cat", "animals.Cat is a constant, not a type"},
		{"Record", "animals.Record is not a type that constants can have"},
		{"Empty", "package example.com/animals has no constants of type Empty"},
		{"byHand", "animals.byHand already has a method Values, at " + filepath.Join(dir, "kind.go") + ":41:15; remove it to generate it in by_hand_enum.go"},
	}
	for _, tt := range tests {
		_, err := Enum(t.Context(), EnumTarget{Dir: dir, Types: []string{tt.name}})
		if err == nil || err.Error() != tt.want || !IsUsage(err) {
			t.Errorf("%s:\n got %v\nwant %s", tt.name, err, tt.want)
		}
	}
}

func TestFileNamesAreSnakeCase(t *testing.T) {
	for name, want := range map[string]string{
		"Kind": "kind_enum.go", "HTTPLevel": "http_level_enum.go", "byHand": "by_hand_enum.go", "A_B": "a_b_enum.go",
	} {
		if got := (EnumTarget{Types: []string{name}}).File(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// A constant that only some builds have would keep the others from compiling.
func TestConstantsOfConstrainedFilesAreNotListed(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module example.com/systems

go 1.21
-- a.go --
package systems

type OS string

const Any OS = "any"
-- b_linux.go --
package systems

const Linux OS = "linux"
-- c_amd64.go --
package systems

const AMD64 OS = "amd64"
-- d.go --
//go:build !windows

package systems

const Unix OS = "unix"
-- e_test_helper.go --
package systems

const Helper OS = "helper"
`)
	source, err := Enum(t.Context(), EnumTarget{Dir: dir, Types: []string{"OS"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, listed := range map[string]bool{"Any": true, "Helper": true, "Linux": false, "AMD64": false, "Unix": false} {
		if strings.Contains(string(source), "\t"+name+",") != listed {
			t.Errorf("%s is listed: %v\n%s", name, !listed, source)
		}
	}
}

func TestAnEnumIsPrintedEvenIfItsFileExists(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module example.com/systems

go 1.21
-- a.go --
package systems

type OS string

const Any OS = "any"
`)
	target := EnumTarget{Dir: dir, Types: []string{"OS"}}
	source, err := Enum(t.Context(), target)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target.File(), source, 0o644); err != nil {
		t.Fatal(err)
	}
	target.Output = "-"
	again, err := Enum(t.Context(), target)
	if err != nil || !strings.Contains(string(again), "func (OS) Values() []OS") {
		t.Errorf("%v: %s", err, again)
	}
}

func TestErrorsOfLoadingAPackageAreReported(t *testing.T) {
	offline(t)
	dir := unpack(t, `
-- go.mod --
module example.com/untidy

go 1.21

require example.com/elsewhere v0.0.0

replace example.com/elsewhere => ./elsewhere
-- elsewhere/go.mod --
module example.com/elsewhere

go 1.25
-- elsewhere/b.go --
package elsewhere

type B struct{}
-- a.go --
package untidy

import "example.com/elsewhere"

type T struct{ elsewhere.B }
`)
	_, enumErr := Enum(t.Context(), EnumTarget{Dir: dir, Types: []string{"T"}})
	_, describeErr := (&DescribeCommand{Dir: dir, Output: "d.go"}).Source()
	for _, err := range []error{enumErr, describeErr} {
		if err == nil || !strings.Contains(err.Error(), "updates to go.mod needed") {
			t.Error(err)
		}
	}
}
