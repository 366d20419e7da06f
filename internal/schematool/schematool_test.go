package schematool

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write golden files")

// unpack lays out a txtar archive in a new directory.
func unpack(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// snapshot reads every file below dir.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// offline keeps the go command from the network: what is needed lies in the
// module cache, or the test fails.
func offline(t *testing.T) {
	t.Helper()
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "")
}

// golden compares got with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: %s", path, diff)
	}
}

// shop is a module that does not require verdict. Its types lie where few
// programs may import them.
const shop = `
-- go.mod --
module example.com/shop

go 1.21
-- internal/api/order.go --
// Package api is internal.
package api

import "time"

// An Order is what a customer wants.
// It is wrapped here.
//
// See [Item].
type Order[T any] struct {
	// ID of the order.
	ID string ` + "`json:\"id\"`" + `
	Items []Item ` + "`json:\"items\"`" + ` // what was ordered
	At time.Time ` + "`json:\"at\"`" + `
	Extra T ` + "`json:\"extra\"`" + `
}

// Item is one line of an order.
type Item struct {
	Unit Unit ` + "`json:\"unit\"`" + `
	Count int ` + "`json:\"count\"`" + `
}

type Unit string

const (
	Gram Unit = "g" // a thousandth of the kilogram
	// Piece by piece.
	Piece Unit = "piece"
)

type hidden struct{}

const Limit = 3
-- cmd/shop/main.go --
package main

import "encoding/json"

type config struct{ fmt }

type fmt struct{ JSON json.RawMessage }

func main() { panic("run") }
-- other/other.go --
package other

type Box[T any] struct {
	Inside T ` + "`json:\"inside\"`" + `
}
-- broken/broken.go --
package broken

type T struct { x undefined }
-- exits/exits.go --
package exits

import "os"

func init() { os.Exit(0) }

type T struct{}
`

func TestReflectWorksInAModuleThatKnowsNothingOfVerdict(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	before := snapshot(t, dir)
	if _, err := Reflect(t.Context(), Target{Dir: dir, Package: "./cmd/shop", Type: "config"}); err != nil {
		t.Errorf("a type of a main package: %v", err)
	}
	for _, expression := range []string{"Item", "map[string]int", "Order[int]", "[]*Item", "map[string]Order[time.Time]", "Order[Item]"} {
		document, err := Reflect(t.Context(), Target{Dir: dir, Package: "./internal/api", Type: expression})
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if !strings.HasSuffix(string(document), "\n") {
			t.Errorf("%s: no newline at the end: %q", expression, document)
		}
	}
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("the module was written to: %s", diff)
	}
}

func TestGoFlagsDoNotHaveTheModuleWritten(t *testing.T) {
	offline(t)
	t.Setenv("GOPROXY", "") // with a way to find what is missing
	t.Setenv("GOFLAGS", "-mod=mod")
	dir := unpack(t, shop)
	before := snapshot(t, dir)
	if _, err := Reflect(t.Context(), Target{Dir: dir, Package: "./internal/api", Type: "Item"}); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("the module was written to: %s", diff)
	}
}

func TestReflectFindsThePackageWhereverItIs(t *testing.T) {
	offline(t)
	cache := moduleCache(t)
	tests := []struct {
		name   string
		files  string
		dir    string
		target Target
	}{
		{name: "standard library, from a module", files: shop, target: Target{Package: "net/url", Type: "URL"}},
		{name: "standard library, from nowhere", target: Target{Package: "net/url", Type: "URL"}},
		{name: "absolute directory in the module cache", target: Target{Package: filepath.Join(cache, "github.com", "spf13", "pflag@v1.0.9"), Type: "ParseErrorsAllowlist"}},
		{name: "import path with a version", target: Target{Package: "github.com/spf13/pflag@v1.0.9", Type: "ParseErrorsAllowlist"}},
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
		{name: "module that requires verdict's lighter packages alone", target: Target{Package: ".", Type: "A"}, files: `
-- go.mod --
module example.com/a

go 1.26.0

require ` + Module + ` v0.0.0

replace ` + Module + ` => ` + repository(t) + `
-- a.go --
package a

import "` + Module + `/null"

type A struct{ B null.Or[string] }
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := unpack(t, tt.files)
			before := snapshot(t, root)
			tt.target.Dir = filepath.Join(root, tt.dir)
			if _, err := Reflect(t.Context(), tt.target); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, snapshot(t, root)); diff != "" {
				t.Errorf("written to: %s", diff)
			}
		})
	}
}

func TestReflectSaysWhatCannotBeNamed(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	tests := []struct {
		pkg, expression, want string
	}{
		{"./internal/api", "Itm", "package example.com/shop/internal/api has no type Itm, did you mean Item?"},
		{"./internal/api", "Customer", "package example.com/shop/internal/api has no type Customer; it exports Item, Order, Unit"},
		{"./internal/api", "hidden", "api.hidden is not exported, so no other package can name it; export it, or name an exported type that holds it"},
		{"./internal/api", "Limit", "api.Limit is a constant, not a type"},
		{"./internal/api", "Order", `"Order" is not a type of package example.com/shop/internal/api: cannot use generic type api.Order[T any] without instantiation`},
		{"./internal/api", "Order[int, int]", `"Order[int, int]" is not a type of package example.com/shop/internal/api: too many type arguments for type Order: have 2, want 1`},
		{"./internal/api", "Order[url.URL]", "package example.com/shop/internal/api imports nothing called url; write url.URL with the path of its package, as in net/url.URL"},
		{"./internal/api", "Order[net/url.Nothing]", `"Order[net/url.Nothing]" is not a type of package example.com/shop/internal/api: undefined: net/url.Nothing`},
		{"./internal/api", "Order[", `"Order[" is not a Go type`},
		{"./internal/api", `1; import "os"`, `"1; import \"os\"" is not a Go type`},
		{"./nowhere", "T", "there is no directory ./nowhere"},
		{"./go.mod", "T", "./go.mod is a file; name the directory of the package"},
		{"net/http/internal", "T", "package net/http/internal has no type T; it exports FlushAfterChunkWriter"},
	}
	for _, tt := range tests {
		_, err := Reflect(t.Context(), Target{Dir: dir, Package: tt.pkg, Type: tt.expression})
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s %s:\n got %v\nwant %s", tt.pkg, tt.expression, err, tt.want)
		}
		if !IsUsage(err) {
			t.Errorf("%s %s: not a usage error", tt.pkg, tt.expression)
		}
	}
}

func TestATypeArgumentCanBeOfAnyPackage(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	for _, test := range []struct{ pkg, expression, want string }{
		{"./other", "Box[time.Time]", `"format": "date-time"`},
		{"./internal/api", "Order[net/url.URL]", `"RawQuery"`},
		{"./internal/api", "Order[map[string]example.com/shop/other.Box[*net/netip.Addr]]", `"inside"`},
		{"./internal/api", "Order[example.com/shop/internal/api.Item]", "\"extra\": {\n      \"$ref\": \"#/$defs/Item\""},
	} {
		document, err := Reflect(t.Context(), Target{Dir: dir, Package: test.pkg, Type: test.expression})
		if err != nil || !strings.Contains(string(document), test.want) {
			t.Errorf("%s: %v\n%s", test.expression, err, document)
		}
	}
	_, err := Reflect(t.Context(), Target{Dir: dir, Package: "./internal/api", Type: "Order[example.com/nowhere.T]"})
	if err == nil || !IsUsage(err) || !strings.HasPrefix(err.Error(), "cannot find the package example.com/nowhere: ") {
		t.Error(err)
	}
}

func TestReflectSaysWhatStandsInTheWay(t *testing.T) {
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

func TestACancelledReflectEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Reflect(ctx, Target{Dir: t.TempDir(), Package: "net/url", Type: "URL"}); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func moduleCache(t *testing.T) string {
	t.Helper()
	known, err := readGoEnvironment(t.Context(), ".")
	if err != nil {
		t.Fatal(err)
	}
	return known.GOMODCACHE
}

func repository(t *testing.T) string {
	t.Helper()
	dir, err := verdictSource(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestReflectWorksBehindALink(t *testing.T) {
	offline(t)
	dir := unpack(t, shop)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("this system has no symbolic links: ", err)
	}
	if _, err := Reflect(t.Context(), Target{Dir: link, Package: "./internal/api", Type: "Item"}); err != nil {
		t.Error(err)
	}
}

// Names that a package, its types and its imports may have, and the program as well.
func TestReflectTakesAnyNames(t *testing.T) {
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
	for _, expression := range []string{"Option", "Page[json.RawMessage]", "Page[fmt.URL]", "Page[os.Time]", "map[string]Page[target.ID]", "string", "struct{ A []int }"} {
		if _, err := Reflect(t.Context(), Target{Dir: dir, Package: ".", Type: expression}); err != nil {
			t.Errorf("%s: %v", expression, err)
		}
	}
	_, err := Reflect(t.Context(), Target{Dir: dir, Package: ".", Type: "Page[json.Nothing]"})
	if err == nil || !strings.Contains(err.Error(), "undefined: json.Nothing") {
		t.Error(err)
	}
}

func TestWhatTheGoCommandSaysIsPassedOn(t *testing.T) {
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
