package schematool

// This file finds or creates a module in which both a target's package and verdict resolve.

import (
	"context"
	"errors"
	"fmt"
	goversion "go/version"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// helperModule is the module path of a temporary module. Names in ".invalid" are
// reserved, so that there is no module of that name (RFC 2606).
const helperModule = "reflect.verdict.invalid"

// An environment describes how the go command is run for a target.
type environment struct {
	dir     string   // working directory of the go command
	env     []string // in addition to the user's own
	flags   []string // for go list and go build
	pattern string   // the pattern of the target's package there

	known goEnvironment // of the user's directory

	// overlay maps files that the go command sees, by absolute path, to the files
	// with their content: those of the library, and those of the caller.
	overlay map[string]string

	// changed reports whether overlay has files of the caller.
	changed bool

	// library is what the program imports, nil if the user's modules provide it.
	library *library

	// helper is the directory of the temporary module, if there is one.
	helper string

	// temp is removed once the environment is no longer needed.
	temp string
}

func (e *environment) Close() error {
	if e.temp == "" {
		return nil
	}
	return os.RemoveAll(e.temp)
}

// newEnvironment finds or builds the environment for a target.
func newEnvironment(ctx context.Context, t Target) (*environment, error) {
	dir, err := filepath.Abs(t.Dir)
	if err != nil {
		return nil, err
	}
	pattern := t.Package
	if isPath(pattern) {
		at := pattern
		if !filepath.IsAbs(at) {
			at = filepath.Join(dir, at)
		}
		info, err := os.Stat(at)
		if err != nil {
			return nil, usage("there is no directory %s", pattern)
		}
		if !info.IsDir() {
			return nil, usage("%s is a file; name the directory of the package", pattern)
		}
		dir, pattern = at, "."
	}
	known, err := readGoEnvironment(ctx, dir)
	if err != nil {
		return nil, err
	}
	host := []string{"GOOS=" + known.GOHOSTOS, "GOARCH=" + known.GOHOSTARCH, "PWD=" + dir}

	if pattern == "." {
		if v, rel, ok := cachedModule(known.GOMODCACHE, dir); ok {
			return aloneEnvironment(ctx, known, host, v, path.Join(v.Path, rel))
		}
	}
	if importPath, version, found := strings.Cut(pattern, "@"); found {
		v, err := findModule(known.GOMODCACHE, importPath, version)
		if err != nil {
			return nil, err
		}
		return aloneEnvironment(ctx, known, host, v, importPath)
	}
	if !known.hasModule() && !known.hasWorkspace() {
		if isPath(t.Package) {
			return nil, usage("%s is not in a Go module: there is no go.mod in it or above", t.Package)
		}
		return aloneEnvironment(ctx, known, host, module.Version{}, pattern)
	}
	direct := &environment{dir: dir, env: host, pattern: pattern, known: known}
	if strings.Contains(known.GOFLAGS, "-mod=mod") {
		direct.flags = []string{"-mod=readonly"} // otherwise the go command would add missing requirements to go.mod
	}
	if _, err := gocommand.Run(ctx, dir, host, slices.Concat([]string{"list", "-deps"}, direct.flags, []string{Module})...); err == nil {
		return direct, nil
	}
	return workspaceEnvironment(ctx, direct)
}

// isPath reports whether a package is named by directory, by the rule of the go command.
func isPath(pattern string) bool {
	return pattern == "." || pattern == ".." || filepath.IsAbs(pattern) ||
		strings.HasPrefix(filepath.ToSlash(pattern), "./") || strings.HasPrefix(filepath.ToSlash(pattern), "../")
}

// workspaceEnvironment puts the modules in force and a helper module that
// requires verdict into one temporary workspace.
func workspaceEnvironment(ctx context.Context, direct *environment) (*environment, error) {
	known := direct.known
	before, err := listDependencies(ctx, direct.dir, direct.env, direct.flags, direct.pattern)
	if err != nil {
		return nil, err
	}
	e, err := newHelper(ctx, known, direct.env, module.Version{Path: Module, Version: "v0.0.0"})
	if err != nil {
		return nil, err
	}
	e.dir, e.pattern, e.known = direct.dir, direct.pattern, known
	if err := e.joinWorkspace(ctx, before); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

// joinWorkspace lays the library out and writes the workspace, in which the user's
// packages must be built as before.
func (e *environment) joinWorkspace(ctx context.Context, before []listedPackage) error {
	if err := e.addLibrary(ctx, before); err != nil {
		return err
	}
	work, err := workspaceFile(e.known, e.helper, e.library)
	if err != nil {
		return err
	}
	file := filepath.Join(e.temp, "go.work")
	e.env = append(e.env, "GOWORK="+file)
	e.flags = []string{"-mod=readonly"}
	if err := os.WriteFile(file, modfile.Format(work.Syntax), 0o600); err != nil {
		return err
	}
	if e.known.hasWorkspace() {
		if err := copyIfThere(e.known.GOWORK+".sum", filepath.Join(e.temp, "go.work.sum")); err != nil {
			return err
		}
	}
	return e.checkVersions(ctx, before)
}

// checkVersions returns an error if the user's packages are not built in an environment
// as before.
func (e *environment) checkVersions(ctx context.Context, before []listedPackage) error {
	flag, err := e.overlayFlag()
	if err != nil {
		return err
	}
	after, err := listDependencies(ctx, e.dir, e.env, append(slices.Clone(e.flags), flag), e.pattern)
	if err != nil {
		return e.library.conflict(err)
	}
	return checkVersions(before, after)
}

// workspaceFile is the workspace in force, or one of the single module in
// force, with the helper added and verdict replaced by the library.
func workspaceFile(known goEnvironment, helper string, library *library) (*modfile.WorkFile, error) {
	work := new(modfile.WorkFile)
	work.Syntax = new(modfile.FileSyntax)
	uses := []string{filepath.Dir(known.GOMOD)}
	if known.hasWorkspace() {
		var err error
		if work, err = readWorkspace(known.GOWORK); err != nil {
			return nil, err
		}
		uses = nil
		for _, use := range work.Use {
			uses = append(uses, use.Path)
		}
	}
	uses = append(uses, helper)
	version := ""
	if work.Go != nil {
		version = work.Go.Version
	}
	for _, dir := range append(slices.Clone(uses), library.source) {
		version = newerGo(version, goVersion(dir))
	}
	if err := work.AddGoStmt(version); err != nil {
		return nil, err
	}
	for _, dir := range uses {
		if err := work.AddUse(dir, ""); err != nil {
			return nil, err
		}
	}
	if err := replaceSiblings(work, uses); err != nil {
		return nil, err
	}
	for _, r := range slices.Clone(work.Replace) {
		if r.Old.Path == Module {
			if err := work.DropReplace(Module, r.Old.Version); err != nil {
				return nil, err
			}
		}
	}
	work.Cleanup()
	return work, work.AddReplace(Module, "", library.dir, "")
}

// replaceSiblings replaces the modules of a workspace that require each other by their
// directories. To resolve a package that none of them requires, the go command would
// otherwise look for the go.mod of the required versions, which are often not published.
func replaceSiblings(work *modfile.WorkFile, dirs []string) error {
	siblings := make(map[string]string)
	required := make(map[module.Version]bool)
	for _, dir := range dirs {
		data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err != nil {
			continue // the go command reports that better
		}
		mod, err := modfile.ParseLax("go.mod", data, nil)
		if err != nil || mod.Module == nil {
			continue
		}
		siblings[mod.Module.Mod.Path] = dir
		for _, r := range mod.Require {
			required[r.Mod] = true
		}
	}
	for r := range required {
		dir, ok := siblings[r.Path]
		if !ok {
			continue
		}
		if err := work.AddReplace(r.Path, r.Version, dir, ""); err != nil {
			return err
		}
	}
	return nil
}

// readWorkspace reads a go.work and makes its paths absolute.
func readWorkspace(file string) (*modfile.WorkFile, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	work, err := modfile.ParseWork(file, data, nil)
	if err != nil {
		return nil, err
	}
	root := filepath.Dir(file)
	absolute := func(p string) string {
		if filepath.IsAbs(p) {
			return p
		}
		return filepath.Join(root, p)
	}
	var uses []modfile.Use // dropping one empties what work.Use points to
	for _, use := range work.Use {
		uses = append(uses, *use)
	}
	for _, use := range uses {
		if err := work.DropUse(use.Path); err != nil {
			return nil, err
		}
		if err := work.AddUse(absolute(use.Path), use.ModulePath); err != nil {
			return nil, err
		}
	}
	for _, r := range slices.Clone(work.Replace) {
		if r.New.Version != "" {
			continue
		}
		if err := work.AddReplace(r.Old.Path, r.Old.Version, absolute(r.New.Path), ""); err != nil {
			return nil, err
		}
	}
	work.Cleanup()
	return work, nil
}

// aloneEnvironment is a temporary module that requires verdict and, unless it
// is zero, the module v. The package must not be internal to v.
func aloneEnvironment(ctx context.Context, known goEnvironment, env []string, v module.Version, importPath string) (*environment, error) {
	e, err := newHelper(ctx, known, append(slices.Clone(env), "GOWORK=off"), v)
	if err != nil {
		return nil, err
	}
	e.dir, e.pattern, e.known = e.helper, importPath, known
	e.flags = []string{"-mod=mod"} // the module is temporary, so the sums of v may be added
	if err := e.joinAlone(ctx, v); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

// joinAlone makes the temporary module require the library, with which v must be
// built as without it.
func (e *environment) joinAlone(ctx context.Context, v module.Version) error {
	if v.Version != "" && v.Path == "" {
		// The go command finds which module that is, and the version of "latest" or of a
		// branch.
		if _, err := gocommand.Run(ctx, e.dir, e.env, "get", e.pattern+"@"+v.Version); err != nil {
			return err
		}
	}
	before, err := listDependencies(ctx, e.dir, e.env, e.flags, e.pattern)
	if err != nil {
		return err
	}
	if err := e.addLibrary(ctx, before); err != nil {
		return err
	}
	file := filepath.Join(e.helper, "go.mod")
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	mod, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		return err
	}
	if err := errors.Join(
		mod.AddGoStmt(newerGo(mod.Go.Version, goVersion(e.library.source))),
		mod.AddRequire(Module, "v0.0.0"),
		mod.AddReplace(Module, "", e.library.dir, ""),
	); err != nil {
		return err
	}
	if err := os.WriteFile(file, modfile.Format(mod.Syntax), 0o600); err != nil {
		return err
	}
	return e.checkVersions(ctx, before)
}

// addLibrary lays the library out for the packages of the user.
func (e *environment) addLibrary(ctx context.Context, user []listedPackage) error {
	l, err := layOut(ctx, e.env, user, e.temp)
	if err != nil {
		return err
	}
	e.library = l
	e.overlay = merged(e.overlay, l.files)
	return nil
}

// newHelper writes a temporary module that requires v, if that is a module with a
// known version. The sums of what verdict requires are at hand.
func newHelper(ctx context.Context, known goEnvironment, env []string, v module.Version) (*environment, error) {
	source, err := verdictSource(ctx)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "verdict-reflect-")
	if err != nil {
		return nil, err
	}
	e := &environment{temp: temp, env: slices.Clone(env), helper: filepath.Join(temp, "helper")}
	err = writeHelper(e.helper, strings.TrimPrefix(known.GOVERSION, "go"), v)
	if err == nil {
		err = copyIfThere(filepath.Join(source, "go.sum"), filepath.Join(e.helper, "go.sum"))
	}
	if err != nil {
		e.Close()
		return nil, fmt.Errorf("writing a temporary module: %w", err)
	}
	return e, nil
}

func writeHelper(dir, goLine string, v module.Version) error {
	if !modfile.GoVersionRE.MatchString(goLine) {
		goLine = "1.21" // a development version of the go command
	}
	mod := new(modfile.File)
	mod.Syntax = new(modfile.FileSyntax)
	if err := errors.Join(mod.AddModuleStmt(helperModule), mod.AddGoStmt(goLine)); err != nil {
		return err
	}
	if v.Path != "" {
		if err := mod.AddRequire(v.Path, v.Version); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.mod"), modfile.Format(mod.Syntax), 0o600)
}

func copyIfThere(from, to string) error {
	data, err := os.ReadFile(from)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}

// goVersion returns the go version of the module in dir; a module without one counts
// as Go 1.16, as for the go command.
func goVersion(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return ""
	}
	mod, err := modfile.ParseLax("go.mod", data, nil)
	if err != nil || mod.Go == nil {
		return "1.16"
	}
	return mod.Go.Version
}

func newerGo(a, b string) string {
	if a == "" || b != "" && goversion.Compare("go"+a, "go"+b) < 0 {
		return b
	}
	return a
}

// cachedModule returns the module of the module cache that contains dir, and the path in it.
func cachedModule(cache, dir string) (v module.Version, rel string, ok bool) {
	below, err := filepath.Rel(cache, dir)
	if err != nil || !filepath.IsLocal(below) {
		return v, "", false
	}
	escaped, rest, found := strings.Cut(filepath.ToSlash(below), "@")
	if !found {
		return v, "", false
	}
	escapedVersion, rel, _ := strings.Cut(rest, "/")
	p, err := module.UnescapePath(escaped)
	if err != nil {
		return v, "", false
	}
	version, err := module.UnescapeVersion(escapedVersion)
	if err != nil {
		return v, "", false
	}
	return module.Version{Path: p, Version: version}, rel, true
}

// findModule returns the module that provides importPath at version. If it is in the cache,
// that needs no network; otherwise the path is empty, and the go command has to find it.
func findModule(cache, importPath, version string) (module.Version, error) {
	if importPath == "" || version == "" {
		return module.Version{}, usage("%s@%s is not an import path with a version", importPath, version)
	}
	if semver.IsValid(version) {
		for p := importPath; p != "." && p != "/"; p = path.Dir(p) {
			escaped, err := module.EscapePath(p)
			if err != nil {
				continue
			}
			escapedVersion, err := module.EscapeVersion(version)
			if err != nil {
				continue
			}
			if _, err := os.Stat(filepath.Join(cache, "cache", "download", filepath.FromSlash(escaped), "@v", escapedVersion+".zip")); err == nil {
				return module.Version{Path: p, Version: version}, nil
			}
		}
	}
	return module.Version{Version: version}, nil
}
