package comments_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/comments"
	"github.com/verdict-lint/verdict/internal/comments/testdata/model"
)

var update = flag.Bool("update", false, "write the golden files")

const dir = "testdata/model"

func TestCommentsBecomeMethods(t *testing.T) {
	const file = "descriptions_gen.go"
	golden := filepath.Join(dir, file)
	got, err := comments.Source(dir, file)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error(diff)
	}
}

// The golden file is a part of the package, so its methods can be called.
func TestTheMethodsSayWhatTheCommentsSay(t *testing.T) {
	cases := []struct {
		comments  map[string]string
		key, want string
	}{
		{model.Order{}.SchemaDescriptions(), "Order", "Order is what a customer wants. See Item for what it is made of.\n\nIt has a second paragraph."},
		{model.Order{}.SchemaDescriptions(), "Order.Extra", "Items are the things ordered."},
		{model.Order{}.SchemaDescriptions(), "Order.Base", "What every model has."},
		{model.Order{}.SchemaDescriptions(), "Order.Note", `Note is free text with "quotes".`},
		{model.Order{}.SchemaDescriptions(), "Order.Silent", ""},
		{model.Page[string, int]{}.SchemaDescriptions(), "Page.Rows", "Rows are what is on it."},
		{model.Small.SchemaDescriptions(), "Kind.1", "Small orders."},
		{model.Small.SchemaDescriptions(), "Kind.2", ""},
		{model.Small.SchemaDescriptions(), "Kind.3", "Large orders."},
		{model.Small.SchemaDescriptions(), "Kind.9", "Single is a kind by conversion."},
	}
	for _, c := range cases {
		if got := c.comments[c.key]; got != c.want {
			t.Errorf("%s: %q, want %q", c.key, got, c.want)
		}
	}
}

func TestADirectoryWithoutAPackageIsAnError(t *testing.T) {
	broken := t.TempDir()
	for name, dir := range map[string]string{"no directory": "testdata/none", "no Go file": "testdata", "no comment": broken} {
		if dir == broken {
			if err := os.WriteFile(filepath.Join(broken, "a.go"), []byte("package a\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if source, err := comments.Source(dir, "x.go"); err == nil {
			t.Errorf("%s: %s", name, source)
		}
	}
}

func TestTextIsWhatPeopleReadOfAComment(t *testing.T) {
	for name, c := range map[string]struct{ comment, want string }{
		"lines":            {"// New is\n// new.", "New is new."},
		"general":          {"/* Block is\n\t   a block. */", "Block is a block."},
		"general, starred": {"/*\n\t * Block is\n\t * a block.\n\t */", "Block is a block."},
		"markers":          {"// New is new.\n// +optional\n// +kubebuilder:validation:Minimum=1", "New is new."},
		"markers alone":    {"// +optional", ""},
		"a sum":            {"// +1 is added.", "+1 is added."},
		"deprecated":       {"// Old is old.\n//\n// Deprecated: use New.", "Old is old.\n\nDeprecated: use New."},
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a\n\n"+c.comment+"\nvar A int\n", parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if got := comments.Text(file.Decls[0].(*ast.GenDecl).Doc); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
