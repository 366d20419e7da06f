package vetrun

import (
	"errors"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/packages"
)

func TestAnAnalyzerRunsOnceAndAfterWhatItRequires(t *testing.T) {
	runs := 0
	first := analyzer("first", func(*analysis.Pass) (any, error) { runs++; return 40 + runs, nil })
	first.ResultType = reflect.TypeFor[int]()
	takes := func(pass *analysis.Pass) (any, error) {
		if got := pass.ResultOf[first]; got != 41 {
			t.Errorf("%s is given %v of what it requires", pass.Analyzer, got)
		}
		if _, ok := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector); !ok {
			t.Errorf("%s is given no inspector", pass.Analyzer)
		}
		pass.Report(analysis.Diagnostic{Pos: pass.Files[0].Pos(), Message: pass.Analyzer.Name})
		return nil, nil
	}
	second, third := analyzer("second", takes, first, inspect.Analyzer), analyzer("third", takes, inspect.Analyzer, first)

	outcomes, err := analyze([]*analysis.Analyzer{second, third, first}, []*packages.Package{load(t)})
	if err != nil {
		t.Fatal(err)
	}
	var reported []string
	for _, o := range outcomes {
		if o.err != nil {
			t.Errorf("%s: %v", o.analyzer, o.err)
		}
		for _, d := range o.diagnostics {
			reported = append(reported, d.Message)
		}
	}
	if runs != 1 || !slices.Equal(reported, []string{"second", "third"}) {
		t.Errorf("ran %d times, and reported %q", runs, reported)
	}
}

func TestAFailingAnalyzerDoesNotAffectOthers(t *testing.T) {
	fails := analyzer("fails", func(*analysis.Pass) (any, error) { return nil, errors.New("no luck") })
	cases := []struct {
		analyzer *analysis.Analyzer
		want     string
	}{
		{fails, "no luck"},
		{analyzer("needs", never(t), fails), "fails: no luck"},
		{analyzer("panics", func(*analysis.Pass) (any, error) { panic("at the disco") }), "analyzer panics panicked: at the disco"},
		{analyzer("lies", func(*analysis.Pass) (any, error) { return 1, nil }), "analyzer lies returned a result of type int but declares <nil>"},
		{analyzer("pries", func(p *analysis.Pass) (any, error) { return p.ReadFile("/etc/passwd") }), "/etc/passwd is not a file of package example.com/a"},
		{analyzer("works", func(*analysis.Pass) (any, error) { return nil, nil }), ""},
	}
	var analyzers []*analysis.Analyzer
	for _, c := range cases {
		analyzers = append(analyzers, c.analyzer)
	}
	outcomes, err := analyze(analyzers, []*packages.Package{load(t)})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		got := ""
		if err := outcomes[i].err; err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.analyzer, got, c.want)
		}
	}
}

func TestOnlyAnalyzersThatAllowItSeeAPackageWithTypeErrors(t *testing.T) {
	ran := false
	bold := analyzer("bold", func(*analysis.Pass) (any, error) { ran = true; return nil, nil })
	bold.RunDespiteErrors = true
	p := load(t)
	p.IllTyped = true
	outcomes, err := analyze([]*analysis.Analyzer{analyzer("careful", never(t)), bold}, []*packages.Package{p})
	if err != nil {
		t.Fatal(err)
	}
	if outcomes[0].err == nil || outcomes[1].err != nil || !ran {
		t.Errorf("got %v and %v", outcomes[0].err, outcomes[1].err)
	}
}

type fact struct{}

func (*fact) AFact() {}

func TestAnAnalyzerThatNeedsFactsIsRejected(t *testing.T) {
	facts := analyzer("facts", never(t))
	facts.FactTypes = []analysis.Fact{new(fact)}
	for _, a := range []*analysis.Analyzer{facts, analyzer("needs", never(t), facts)} {
		_, err := analyze([]*analysis.Analyzer{a}, []*packages.Package{load(t)})
		if err == nil || err.Error() != "analyzer facts needs facts of other packages, which are not kept" {
			t.Errorf("%s: got %v", a, err)
		}
	}
}

// An analyzer gets the same pass as from the standard driver, except for facts.
func TestAPassIsLikeThatOfTheStandardDriver(t *testing.T) {
	var passes []*analysis.Pass
	a := analyzer("keeps", func(pass *analysis.Pass) (any, error) {
		for _, name := range slices.Concat(pass.OtherFiles, pass.IgnoredFiles, []string{pass.Fset.File(pass.Files[0].Pos()).Name()}) {
			if _, err := pass.ReadFile(name); err != nil {
				t.Error(err)
			}
		}
		passes = append(passes, pass)
		return nil, nil
	})
	p := load(t)
	if len(p.OtherFiles) == 0 || len(p.IgnoredFiles) == 0 || p.Module == nil {
		t.Fatalf("the package has less than a pass can tell: %+v", p)
	}
	if _, err := checker.Analyze([]*analysis.Analyzer{a}, []*packages.Package{p}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := analyze([]*analysis.Analyzer{a}, []*packages.Package{p}); err != nil {
		t.Fatal(err)
	}
	want, got := reflect.ValueOf(passes[0]).Elem(), reflect.ValueOf(passes[1]).Elem()
	for i := range want.NumField() {
		name := want.Type().Field(i).Name
		switch {
		case strings.HasSuffix(name, "Fact") || strings.HasSuffix(name, "Facts"):
		case want.Field(i).Kind() == reflect.Func:
			if want.Field(i).IsNil() != got.Field(i).IsNil() {
				t.Errorf("%s is set in one pass only", name)
			}
		case !reflect.DeepEqual(want.Field(i).Interface(), got.Field(i).Interface()):
			t.Errorf("%s: got %v, want %v", name, got.Field(i), want.Field(i))
		}
	}
}

func TestAnInvalidFixIsIgnored(t *testing.T) {
	file := token.NewFileSet().AddFile("a.go", -1, 10)
	edit := func(from, to int) analysis.TextEdit {
		return analysis.TextEdit{Pos: token.Pos(file.Base() + from), End: token.Pos(file.Base() + to)}
	}
	cases := []struct {
		name  string
		edits []analysis.TextEdit
		sound bool
	}{
		{"in order", []analysis.TextEdit{edit(1, 2), edit(2, 3)}, true},
		{"in another order", []analysis.TextEdit{edit(5, 6), edit(1, 2)}, true},
		{"two on the same text", []analysis.TextEdit{edit(1, 4), edit(3, 5)}, false},
		{"the end before the start", []analysis.TextEdit{edit(4, 1)}, false},
		{"beyond the file", []analysis.TextEdit{edit(9, 12)}, false},
	}
	for _, c := range cases {
		fix := fixOf(file, []analysis.SuggestedFix{{TextEdits: c.edits}})
		if (fix != nil) != c.sound {
			t.Errorf("%s: got %+v", c.name, fix)
		}
	}
}

func analyzer(name string, run func(*analysis.Pass) (any, error), requires ...*analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{Name: name, Doc: name, Run: run, Requires: requires}
}

// never returns the function of an analyzer that must not run.
func never(t *testing.T) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		t.Errorf("%s was run", pass.Analyzer)
		return nil, nil
	}
}

// load returns a package with a file of each kind.
func load(t *testing.T) *packages.Package {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":      "module example.com/a\n\ngo 1.25\n",
		"a.go":        "package a\n",
		"a_plan9.go":  "package a\n",
		"a_windows.s": "",
		"a.s":         "",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := packages.Load(&packages.Config{Dir: dir, Mode: packages.LoadSyntax | packages.NeedModule}, ".")
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		t.Fatalf("loaded %v", loaded)
	}
	return loaded[0]
}
