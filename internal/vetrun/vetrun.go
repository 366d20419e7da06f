// Package vetrun runs analyzers over the packages of a Go module and converts their
// diagnostics to findings, as the linter reports them for payloads.
package vetrun

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/gocommand"
	"github.com/verdict-lint/verdict/internal/jsontape"
)

// Options configure a run.
type Options struct {
	Dir       string   // working directory of the go command; empty means the current one
	Patterns  []string // package patterns; ./... if empty
	Tests     bool     // include test files
	Analyzers []*analysis.Analyzer
}

// A Report is the result of a run.
type Report struct {
	Files    int                // Go files vetted
	Findings []*finding.Finding // sorted by file and position
	Problems []error            // packages that could not be vetted

	sources map[string][]byte // of the files with findings, as they were vetted
}

// Run vets packages. It returns an error if none can be vetted.
func Run(ctx context.Context, o Options) (*Report, error) {
	patterns := o.Patterns
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	temporary, remove, err := gocommand.Temporary()
	if err != nil {
		return nil, err
	}
	defer remove()
	r := newRun()
	loaded, err := packages.Load(&packages.Config{
		Context:   ctx,
		Dir:       o.Dir,
		Env:       append(os.Environ(), temporary...),
		Tests:     o.Tests,
		Mode:      packages.LoadSyntax | packages.NeedModule,
		ParseFile: r.parse,
	}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("loading packages: %w", err)
	}
	if len(loaded) == 0 {
		if err := gocommand.Explain(ctx, o.Dir, patterns...); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("no packages match %s", strings.Join(patterns, " "))
	}
	sound := r.takeSound(loaded)
	outcomes, err := analyze(o.Analyzers, sound)
	if err != nil {
		return nil, err
	}
	for _, o := range outcomes {
		if o.err != nil {
			r.problem(fmt.Errorf("%s: %w", o.of.PkgPath, o.err))
			continue
		}
		for _, d := range o.diagnostics {
			r.add(o, d)
		}
	}
	slices.SortFunc(r.report.Findings, func(a, b *finding.Finding) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if c := a.Range.Offset - b.Range.Offset; c != 0 {
			return int(c)
		}
		if c := strings.Compare(a.Rule, b.Rule); c != 0 {
			return c
		}
		return strings.Compare(a.Message, b.Message)
	})
	return &r.report, nil
}

// A run builds a report.
type run struct {
	report Report
	seen   map[string]bool // with tests, a file is in several packages: the plain one and its variants

	mutex   sync.Mutex        // packages are parsed concurrently
	sources map[string][]byte // of the files that were parsed
}

func newRun() *run {
	return &run{
		report:  Report{sources: make(map[string][]byte)},
		seen:    make(map[string]bool),
		sources: make(map[string][]byte),
	}
}

// parse parses a file and keeps its source, so that a fix is made for what was vetted.
func (r *run) parse(fset *token.FileSet, name string, source []byte) (*ast.File, error) {
	r.mutex.Lock()
	r.sources[name] = source
	r.mutex.Unlock()
	return parser.ParseFile(fset, name, source, parser.AllErrors|parser.ParseComments)
}

// takeSound returns the packages that compile and records the others as problems.
func (r *run) takeSound(loaded []*packages.Package) []*packages.Package {
	var sound []*packages.Package
	files := make(map[string]bool)
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			lines := make([]string, len(p.Errors))
			for i, e := range p.Errors {
				lines[i] = strings.TrimPrefix(e.Error(), "-: ")
			}
			r.problem(errors.New(strings.Join(lines, "\n")))
			continue
		}
		sound = append(sound, p)
		for _, f := range p.GoFiles {
			files[f] = true
		}
	}
	r.report.Files = len(files)
	return sound
}

func (r *run) problem(err error) {
	if !r.seen[err.Error()] {
		r.seen[err.Error()] = true
		r.report.Problems = append(r.report.Problems, err)
	}
}

// add converts a diagnostic to a finding.
func (r *run) add(o *outcome, d analysis.Diagnostic) {
	file := o.of.Fset.File(d.Pos)
	if file == nil {
		return
	}
	key := fmt.Sprint(file.Name(), file.Offset(d.Pos), o.analyzer.Name, d.Message)
	if r.seen[key] {
		return
	}
	r.seen[key] = true
	source, ok := r.sources[file.Name()]
	if !ok {
		r.problem(fmt.Errorf("%s: a finding in a file that was not parsed", file.Name()))
		return
	}
	f := &finding.Finding{
		File:     files.Display(file.Name()),
		Severity: finding.Warning,
		Rule:     o.analyzer.Name,
		Message:  d.Message,
		Range:    rangeOf(file, source, d.Pos, d.End),
		Fix:      fixOf(file, d.SuggestedFixes),
	}
	f.Frame = finding.NewFrame(source, int(f.Range.Offset), int(f.Range.EndOffset), 0)
	r.report.Findings = append(r.report.Findings, f)
	r.report.sources[f.File] = source
}

func rangeOf(file *token.File, source []byte, pos, end token.Pos) finding.Range {
	if !end.IsValid() || end < pos {
		end = pos
	}
	var lines jsontape.LineIndex
	position := func(offset int) finding.Position {
		line, column := lines.At(source, min(offset, len(source)))
		return finding.Position{Line: line, Column: column}
	}
	return finding.Range{
		Start:     position(file.Offset(pos)),
		End:       position(file.Offset(end)),
		Offset:    int64(file.Offset(pos)),
		EndOffset: int64(file.Offset(end)),
	}
}

// fixOf returns the fix of a diagnostic if there is exactly one; the user must choose
// between several.
func fixOf(file *token.File, fixes []analysis.SuggestedFix) *finding.Fix {
	if len(fixes) != 1 {
		return nil
	}
	fix := &finding.Fix{Title: fixes[0].Message, Safe: true}
	for _, e := range fixes[0].TextEdits {
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		if e.Pos < token.Pos(file.Base()) || int(end) > file.Base()+file.Size() || end < e.Pos {
			return nil // an edit is in another file or empty
		}
		fix.Edits = append(fix.Edits, finding.Edit{
			Offset: int64(file.Offset(e.Pos)),
			End:    int64(file.Offset(end)),
			Text:   string(e.NewText),
		})
	}
	slices.SortStableFunc(fix.Edits, func(a, b finding.Edit) int { return int(a.Offset - b.Offset) })
	for i := 1; i < len(fix.Edits); i++ {
		if fix.Edits[i].Offset < fix.Edits[i-1].End {
			return nil // edits overlap
		}
	}
	return fix
}
