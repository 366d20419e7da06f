package vetrun

// This file runs analyzers over packages. Unlike the driver of golang.org/x/tools it does
// not support facts, which pass information between packages: no analyzer of this module
// uses them, and the code that encodes them would slow down every start of the program.

import (
	"errors"
	"fmt"
	"go/ast"
	"os"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// An outcome is the result of an analyzer for a package.
type outcome struct {
	analyzer    *analysis.Analyzer
	of          *packages.Package
	result      any // for analyzers that require this one
	diagnostics []analysis.Diagnostic
	err         error
}

// analyze runs analyzers over packages loaded with syntax and types. It returns the
// outcomes by package, in the order of packages and analyzers, and an error if an analyzer
// cannot be run.
func analyze(analyzers []*analysis.Analyzer, loaded []*packages.Package) ([]*outcome, error) {
	if err := analysis.Validate(analyzers); err != nil {
		return nil, err
	}
	if err := rejectFacts(analyzers); err != nil {
		return nil, err
	}
	outcomes := make([]*outcome, len(loaded)*len(analyzers))
	var wait sync.WaitGroup
	for i, p := range loaded {
		wait.Go(func() {
			r := packageRun{of: p, done: make(map[*analysis.Analyzer]*outcome)}
			for j, a := range analyzers {
				outcomes[i*len(analyzers)+j] = r.run(a)
			}
		})
	}
	wait.Wait()
	return outcomes, nil
}

// rejectFacts returns an error for analyzers that use facts or require one that does.
func rejectFacts(analyzers []*analysis.Analyzer) error {
	for _, a := range analyzers {
		if len(a.FactTypes) > 0 {
			return fmt.Errorf("analyzer %s needs facts of other packages, which are not kept", a)
		}
		if err := rejectFacts(a.Requires); err != nil {
			return err
		}
	}
	return nil
}

// A packageRun runs analyzers over one package, each once.
type packageRun struct {
	of   *packages.Package
	done map[*analysis.Analyzer]*outcome
}

// run returns the outcome of an analyzer after running those that it requires.
func (r *packageRun) run(a *analysis.Analyzer) *outcome {
	if o, ok := r.done[a]; ok {
		return o
	}
	o := &outcome{analyzer: a, of: r.of}
	r.done[a] = o
	results := make(map[*analysis.Analyzer]any, len(a.Requires))
	for _, required := range a.Requires {
		before := r.run(required)
		if before.err != nil {
			o.err = fmt.Errorf("%s: %w", required, before.err)
			return o
		}
		results[required] = before.result
	}
	if r.of.IllTyped && !a.RunDespiteErrors {
		o.err = errors.New("analysis skipped due to errors in package")
		return o
	}
	o.call(results)
	return o
}

// call runs the analyzer. If it panics, or returns a result of another type than declared,
// the outcome has an error and no findings.
func (o *outcome) call(results map[*analysis.Analyzer]any) {
	defer func() {
		if p := recover(); p != nil {
			o.err = fmt.Errorf("analyzer %s panicked: %v", o.analyzer, p)
		}
	}()
	o.result, o.err = o.analyzer.Run(o.pass(results))
	if o.err != nil {
		return
	}
	if got, want := reflect.TypeOf(o.result), o.analyzer.ResultType; got != want {
		o.err = fmt.Errorf("analyzer %s returned a result of type %v but declares %v", o.analyzer, got, want)
	}
}

// pass returns the argument of the analyzer, without the functions for facts.
func (o *outcome) pass(results map[*analysis.Analyzer]any) *analysis.Pass {
	module := moduleOf(o.of.Module)
	if module == nil {
		module = new(analysis.Module) // analyzers may require one
	}
	return &analysis.Pass{
		Analyzer:     o.analyzer,
		Fset:         o.of.Fset,
		Files:        o.of.Syntax,
		OtherFiles:   o.of.OtherFiles,
		IgnoredFiles: o.of.IgnoredFiles,
		Pkg:          o.of.Types,
		TypesInfo:    o.of.TypesInfo,
		TypesSizes:   o.of.TypesSizes,
		TypeErrors:   o.of.TypeErrors,
		Module:       module,
		ResultOf:     results,
		Report:       func(d analysis.Diagnostic) { o.diagnostics = append(o.diagnostics, d) },
		ReadFile:     o.readFile,
	}
}

// readFile reads a file of the package and rejects others.
func (o *outcome) readFile(name string) ([]byte, error) {
	isOfSyntax := func(f *ast.File) bool { return o.of.Fset.File(f.FileStart).Name() == name }
	if slices.Contains(o.of.OtherFiles, name) || slices.Contains(o.of.IgnoredFiles, name) ||
		slices.ContainsFunc(o.of.Syntax, isOfSyntax) {
		return os.ReadFile(name)
	}
	return nil, fmt.Errorf("%s is not a file of package %s", name, o.of.PkgPath)
}

// moduleOf converts a module to the type used by analyzers.
func moduleOf(m *packages.Module) *analysis.Module {
	if m == nil {
		return nil
	}
	module := &analysis.Module{
		Path:      m.Path,
		Version:   m.Version,
		Replace:   moduleOf(m.Replace),
		Time:      m.Time,
		Main:      m.Main,
		Indirect:  m.Indirect,
		Dir:       m.Dir,
		GoMod:     m.GoMod,
		GoVersion: m.GoVersion,
	}
	if m.Error != nil {
		module.Error = &analysis.ModuleError{Err: m.Error.Err}
	}
	return module
}
