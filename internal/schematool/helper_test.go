package schematool

// This file has what the tests share: modules of files, the go command, golden files.

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
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

// offline keeps the go command from the network: all needed modules are in the
// module cache, or the test fails. With -short, the test is skipped.
func offline(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the go command, which takes longer than -short allows; go test without it runs this")
	}
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "-trimpath") // otherwise programs in a new directory are never cached
	t.Setenv("GOWORK", "")
}

// reflectEach reflects types of one package with one program, and calls check with each.
func reflectEach(t *testing.T, dir, pkg string, expressions []string, check func(i int, document string, err error)) {
	t.Helper()
	targets := make([]Target, len(expressions))
	for i, expression := range expressions {
		targets[i] = Target{Dir: dir, Package: pkg, Type: expression}
	}
	results, err := reflectAll(t.Context(), targets, nil)
	if err != nil {
		t.Fatalf("%s: %v", pkg, err)
	}
	for i, r := range results {
		check(i, string(r.document), r.err)
	}
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

// shop is a module that does not require verdict. Its types are in packages that few
// programs may import.
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
