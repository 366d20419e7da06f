package schematool

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReflectWorksInAModuleThatDoesNotRequireVerdict(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	before := snapshot(t, dir)
	expressions := []string{"Item", "map[string]int", "Order[int]", "[]*Item", "map[string]Order[time.Time]", "Order[Item]"}
	reflectEach(t, dir, "./internal/api", expressions, func(i int, document string, err error) {
		if err != nil || !strings.HasSuffix(document, "\n") {
			t.Errorf("%s: %v, %q; want a document that ends in a newline", expressions[i], err, document)
		}
	})
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("the module was written to: %s", diff)
	}
}

func TestReflectFindsThePackageWhereverItIs(t *testing.T) {
	offline(t)
	tests := []struct {
		name   string
		files  string
		dir    string
		target Target
		link   bool // to the files
		modify bool // the go command would add missing requirements to go.mod
	}{
		{name: "standard library, from a module", files: shop, target: Target{Package: "net/url", Type: "URL"}},
		{name: "standard library, from nowhere", target: Target{Package: "net/url", Type: "URL"}},
		{name: "module in a workspace", dir: "a", target: Target{Package: ".", Type: "A"}, files: `
-- go.work --
go 1.21

use ./a
use ./b
-- a/go.mod --
module example.com/a

go 1.21

require example.com/b v1.0.0
-- a/a.go --
package a

import "example.com/b"

type A struct{ B b.B }
-- b/go.mod --
module example.com/b

go 1.21
-- b/b.go --
package b

type B struct{ Name string }
`},
		{name: "module of a Go without generics, through a link", link: true, target: Target{Package: ".", Type: "A"}, files: `
-- go.mod --
module example.com/a

go 1.16
-- a.go --
package a

type A struct{ B string }
`},
		{name: "main package of a Go without generics, with -mod=mod", modify: true, target: Target{Package: ".", Type: "A"}, files: `
-- go.mod --
module example.com/a

go 1.16
-- main.go --
package main

type A struct{ B string }

func main() {}
`},
		{name: "module with a replacement and a vendor directory", dir: "a", target: Target{Package: ".", Type: "A"}, files: `
-- a/go.mod --
module example.com/a

go 1.21

require example.com/b v1.0.0

replace example.com/b => ../b
-- a/vendor/modules.txt --
# example.com/b v1.0.0 => ../b
## explicit; go 1.21
example.com/b
# example.com/b => ../b
-- a/vendor/example.com/b/b.go --
package b

type B struct{ Name string }
-- a/a.go --
package a

import "example.com/b"

type A struct{ B b.B }
-- b/go.mod --
module example.com/b

go 1.21
-- b/b.go --
package b

type B struct{ Name string }
`},
		{name: "module that requires verdict's lighter packages alone", target: Target{Package: ".", Type: "A[" + Module + "/null.Or[int]]"}, files: `
-- go.mod --
module example.com/a

go 1.26.0

require ` + Module + ` v0.0.0

replace ` + Module + ` => ` + repository(t) + `
-- a.go --
package a

import "` + Module + `/null"

type A[T any] struct{ B null.Or[string]; C T }
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := unpack(t, tt.files)
			before := snapshot(t, root)
			if tt.modify {
				t.Setenv("GOPROXY", "") // with a way to find what is missing
				t.Setenv("GOFLAGS", "-trimpath -mod=mod")
			}
			tt.target.Dir = filepath.Join(root, tt.dir)
			if tt.link {
				tt.target.Dir = linkTo(t, root)
			}
			if _, err := Reflect(t.Context(), tt.target); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, snapshot(t, root)); diff != "" {
				t.Errorf("written to: %s", diff)
			}
		})
	}
}

func TestReflectReportsTypesThatCannotBeNamed(t *testing.T) {
	offline(t)
	dir := unpack(t, shop+`
-- internal/parts/parts.go --
package parts
-- internal/parts/parts_test.go --
package parts

type Fixture struct{}
-- internal/parts/tagged.go --
//go:build special

package parts

type Tagged struct{}
`)
	type wrong struct{ expression, want string }
	tests := map[string][]wrong{
		"./internal/api": {
			{"Itm", "package example.com/shop/internal/api has no type Itm, did you mean Item?"},
			{"Customer", "package example.com/shop/internal/api has no type Customer; it exports Item, Order, Unit"},
			{"hidden", "api.hidden is not exported, so no other package can name it; export it, or name an exported type that holds it"},
			{"Limit", "api.Limit is a constant, not a type"},
			{"Order", `"Order" is not a type of package example.com/shop/internal/api: cannot use generic type api.Order[T any] without instantiation`},
			{"Order[int, int]", `"Order[int, int]" is not a type of package example.com/shop/internal/api: too many type arguments for type Order: have 2, want 1`},
			{"Order[url.URL]", "package example.com/shop/internal/api imports nothing called url; write url.URL with the path of its package, as in net/url.URL"},
			{"Order[net/url.Nothing]", `"Order[net/url.Nothing]" is not a type of package example.com/shop/internal/api: undefined: net/url.Nothing`},
			{"Order[", `"Order[" is not a Go type`},
			{`1; import "os"`, `"1; import \"os\"" is not a Go type`},
		},
		"./internal/parts": {
			{"Fixture", "package example.com/shop/internal/parts has no type Fixture: parts_test.go declares it, and no program can import a test; move it to another file"},
			{"Tagged", "package example.com/shop/internal/parts has no type Tagged: tagged.go declares it, and is not built for this platform or without a tag; set GOOS, or GOFLAGS=-tags=name"},
		},
		"net/http/internal": {
			{"T", "package net/http/internal has no type T; it exports FlushAfterChunkWriter"},
		},
	}
	check := func(pkg string, c wrong, err error) {
		if err == nil || err.Error() != c.want {
			t.Errorf("%s %s:\n got %v\nwant %s", pkg, c.expression, err, c.want)
		}
		if !IsUsage(err) {
			t.Errorf("%s %s: not a usage error", pkg, c.expression)
		}
	}
	for pkg, all := range tests {
		expressions := make([]string, len(all))
		for i, c := range all {
			expressions[i] = c.expression
		}
		reflectEach(t, dir, pkg, expressions, func(i int, _ string, err error) { check(pkg, all[i], err) })
	}
	for pkg, want := range map[string]string{
		"./nowhere": "there is no directory ./nowhere",
		"./go.mod":  "./go.mod is a file; name the directory of the package",
	} {
		_, err := Reflect(t.Context(), Target{Dir: dir, Package: pkg, Type: "T"})
		check(pkg, wrong{"T", want}, err)
	}
}

// Types of one package share a program, also if they name different packages.
func TestATypeArgumentCanBeOfAnyPackage(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	want := map[string]string{
		"Order[os.FileMode]": "\"extra\": {\n      \"type\": \"integer\"", // which the package does not import
		"Order[net/url.URL]": `"RawQuery"`,
		"Order[map[string]example.com/shop/other.Box[*net/netip.Addr]]": `"inside"`,
		"Order[example.com/shop/internal/api.Item]":                     "\"extra\": {\n      \"$ref\": \"#/$defs/Item\"",
	}
	expressions := slices.Sorted(maps.Keys(want))
	reflectEach(t, dir, "./internal/api", expressions, func(i int, document string, err error) {
		if err != nil || !strings.Contains(document, want[expressions[i]]) {
			t.Errorf("%s: %v\n%s", expressions[i], err, document)
		}
	})
	_, err := Reflect(t.Context(), Target{Dir: dir, Package: "./internal/api", Type: "Order[example.com/nowhere.T]"})
	if err == nil || !IsUsage(err) || !strings.HasPrefix(err.Error(), "cannot find the package example.com/nowhere: ") {
		t.Error(err)
	}
}

func TestReflectReportsFilesInItsWay(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	tests := []struct{ pkg, want string }{
		{"./broken", "undefined: undefined"},
		{"./exits", "the program ended before it was done; does an init function of the package exit?"},
	}
	for _, tt := range tests {
		_, err := Reflect(t.Context(), Target{Dir: dir, Package: tt.pkg, Type: "T"})
		if err == nil || !strings.Contains(err.Error(), tt.want) || IsUsage(err) {
			t.Errorf("%s: got %v, want …%s…, not a usage error", tt.pkg, err, tt.want)
		}
	}
}

func TestDocCommentsBecomeDescriptions(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	e, err := newEnvironment(t.Context(), Target{Dir: dir, Package: "./internal/api"})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	p, err := e.load(t.Context(), "./internal/api", nil)
	if err != nil {
		t.Fatal(err)
	}
	x, err := p.expression(Target{Type: "Order[int]"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"example.com/shop/internal/api.Order":       "An Order is what a customer wants. It is wrapped here.\n\nSee Item.",
		"example.com/shop/internal/api.Order.ID":    "ID of the order.",
		"example.com/shop/internal/api.Order.Items": "what was ordered",
		"example.com/shop/internal/api.Item":        "Item is one line of an order.",
		"example.com/shop/internal/api.Unit.g":      "a thousandth of the kilogram",
		"example.com/shop/internal/api.Unit.piece":  "Piece by piece.",
	}
	if diff := cmp.Diff(want, p.descriptions(e.known.GOROOT, []*typeExpression{x})); diff != "" {
		t.Error(diff)
	}
}

func TestACanceledReflectEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Reflect(ctx, Target{Dir: t.TempDir(), Package: "net/url", Type: "URL"}); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func repository(t *testing.T) string {
	t.Helper()
	dir, err := verdictSource(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// linkTo returns a symbolic link to a directory.
func linkTo(t *testing.T, dir string) string {
	t.Helper()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("this system has no symbolic links: ", err)
	}
	return link
}

// Names that a package, its types and its imports may have, and the program as well.
func TestReflectAcceptsAnyNames(t *testing.T) {
	offline(t)
	dir := unpack(t, `
-- go.mod --
module example.com/verdict

go 1.21
-- target/target.go --
package target

type ID int
-- verdict.go --
package verdict

import (
	"encoding/json"
	fmt "net/url"
	os "time"

	"example.com/verdict/target"
)

type Page[T any] struct{ Item T }

type result struct{}

type Option struct {
	Raw  json.RawMessage
	URL  fmt.URL
	At   os.Time
	ID   target.ID
	none result
}
`)
	const wrong = "Page[json.Nothing]"
	expressions := []string{"Option", "Page[json.RawMessage]", "Page[fmt.URL]", "Page[os.Time]", "map[string]Page[target.ID]", "string", "struct{ A []int }", wrong}
	reflectEach(t, dir, ".", expressions, func(i int, _ string, err error) {
		switch {
		case expressions[i] != wrong && err != nil:
			t.Errorf("%s: %v", expressions[i], err)
		case expressions[i] == wrong && (err == nil || !strings.Contains(err.Error(), "undefined: json.Nothing")):
			t.Errorf("%s: got %v, want undefined: json.Nothing", wrong, err)
		}
	})
}

func TestErrorsOfTheGoCommandAreReported(t *testing.T) {
	offline(t)
	dir := unpack(t, `
-- go.mod --
module example.com/untidy

go 1.21
-- a.go --
package untidy

import "example.com/elsewhere"

type A struct{ elsewhere.B }
`)
	_, err := Reflect(t.Context(), Target{Dir: dir, Package: ".", Type: "A"})
	if err == nil || !strings.Contains(err.Error(), "no required module provides package example.com/elsewhere") {
		t.Error(err)
	}
}
