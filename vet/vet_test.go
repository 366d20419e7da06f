package vet_test

import (
	"flag"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/txtar"

	"github.com/verdict-lint/verdict/vet"
)

var update = flag.Bool("update", false, "write golden files")

// Each analyzer has a package below testdata/src: its comments `// want` say
// which findings there are, and its golden files what each kind of fix makes of
// it.
// Loading packages takes most of the time, so all are loaded at once, and each is analyzed by
// the analyzer of its name.
func TestAnalyzers(t *testing.T) {
	if testing.Short() {
		t.Skip("loads packages of the standard library from source, which takes longer than -short allows; go test without it runs this")
	}
	byName := make(map[string]*analysis.Analyzer)
	byPackage := &analysis.Analyzer{
		Name: "bypackage",
		Doc:  "runs the analyzer that has the name of the package",
		Run: func(pass *analysis.Pass) (any, error) {
			own := *pass
			own.Analyzer = byName[pass.Pkg.Name()]
			return own.Analyzer.Run(&own)
		},
	}
	for _, a := range vet.Analyzers() {
		byName[a.Name] = a
		for _, required := range a.Requires {
			if !slices.Contains(byPackage.Requires, required) {
				byPackage.Requires = append(byPackage.Requires, required)
			}
		}
	}
	packages := slices.Sorted(maps.Keys(byName))
	if *update {
		writeGolden(t, analysistest.Run(t, analysistest.TestData(), byPackage, packages...))
	}
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), byPackage, packages...)
}

func TestAnalyzersAreSound(t *testing.T) {
	if err := analysis.Validate(vet.Analyzers()); err != nil {
		t.Error(err)
	}
	if !slices.IsSortedFunc(vet.Analyzers(), func(a, b *analysis.Analyzer) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	}) {
		t.Error("the analyzers are not sorted by name")
	}
}

// writeGolden writes, next to each source file that has fixes, an archive with
// the file as each kind of fix leaves it.
func writeGolden(t *testing.T, results []*analysistest.Result) {
	t.Helper()
	type key struct{ file, message string }
	edits := make(map[key][]analysis.TextEdit)
	for _, r := range results {
		for _, d := range r.Diagnostics {
			for _, fix := range d.SuggestedFixes {
				for _, e := range fix.TextEdits {
					file := r.Pass.Fset.File(e.Pos)
					k := key{file.Name(), fix.Message}
					e.Pos -= token.Pos(file.Base())
					e.End -= token.Pos(file.Base())
					edits[k] = append(edits[k], e)
				}
			}
		}
	}
	archives := make(map[string]*txtar.Archive)
	keys := make([]key, 0, len(edits))
	for k := range edits {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		return keys[i].file < keys[j].file || keys[i].file == keys[j].file && keys[i].message < keys[j].message
	})
	for _, k := range keys {
		data, err := os.ReadFile(k.file)
		if err != nil {
			t.Fatal(err)
		}
		all := edits[k]
		sort.Slice(all, func(i, j int) bool { return all[i].Pos > all[j].Pos })
		for _, e := range all {
			data = slices.Concat(data[:e.Pos], e.NewText, data[e.End:])
		}
		if archives[k.file] == nil {
			archives[k.file] = new(txtar.Archive)
		}
		archives[k.file].Files = append(archives[k.file].Files, txtar.File{Name: k.message, Data: data})
	}
	for file, archive := range archives {
		golden := filepath.Join(filepath.Dir(file), filepath.Base(file)+".golden")
		if err := os.WriteFile(golden, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
