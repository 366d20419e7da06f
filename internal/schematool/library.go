package schematool

// This file provides the library that the programs import: its source, with a separate go.mod that
// has only the library's requirements. The go.mod of verdict's module has
// the requirements of the command as well, and each would raise the version that
// the user's module is built with.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/verdict-lint/verdict/internal/gocommand"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// A listedPackage is the output of `go list -json` for a package.
type listedPackage struct {
	ImportPath, Dir     string
	GoFiles, EmbedFiles []string
	Module              *listedModule
}

type listedModule struct {
	Path, Version, Dir, GoVersion string
	Main                          bool
	Replace                       *listedModule
}

// listDependencies lists packages and all that they import, as the go command
// builds them in dir.
func listDependencies(ctx context.Context, dir string, env, flags []string, patterns ...string) ([]listedPackage, error) {
	args := slices.Concat([]string{"list", "-deps", "-json=ImportPath,Dir,GoFiles,EmbedFiles,Module"}, flags, []string{"--"}, patterns)
	out, err := gocommand.Run(ctx, dir, env, args...)
	if err != nil {
		return nil, err
	}
	var all []listedPackage
	d := json.NewDecoder(bytes.NewReader(out))
	for {
		var p listedPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading the answer of go list: %w", err)
		}
		all = append(all, p)
	}
}

// modulesOf returns the modules of packages, by path.
func modulesOf(all []listedPackage) map[string]*listedModule {
	modules := make(map[string]*listedModule)
	for _, p := range all {
		if p.Module != nil {
			modules[p.Module.Path] = p.Module
		}
	}
	return modules
}

// A library is verdict's source, laid out for the programs.
type library struct {
	source string            // the directory of verdict's module
	dir    string            // where the go command finds the library; its files exist only in the overlay
	files  map[string]string // below dir, by absolute path: the file that has the content
	raised []string          // modules that the library requires in a later version than the user's module has
}

// layOut finds the files of the library, and writes those that differ from verdict's own to a
// new directory in temp. The library requires the modules that it imports, in the versions of
// the user's packages if these import them too.
func layOut(ctx context.Context, env []string, user []listedPackage, temp string) (*library, error) {
	used := modulesOf(user)
	source, patterns := "", []string{"."}
	if own := used[Module]; own != nil {
		source = own.Dir
	} else {
		var err error
		if source, err = verdictSource(ctx); err != nil {
			return nil, err
		}
	}
	for _, p := range user {
		if p.Module != nil && p.Module.Path == Module {
			patterns = append(patterns, p.ImportPath)
		}
	}
	// The assembler does not read files by overlay, so the library is in Go alone.
	all, err := listDependencies(ctx, source, append(slices.Clone(env), "GOWORK=off", "GOFLAGS=-mod=readonly -tags=purego"), nil, patterns...)
	if err != nil {
		return nil, fmt.Errorf("listing the packages of verdict: %w", err)
	}
	// The directory is always the same, so that the go command's cache is used in the
	// next run, and belongs to the user, so that no other user puts files there.
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("finding a directory for the library: %w", err)
	}
	l := &library{source: source, dir: filepath.Join(cache, "verdict-library"), files: make(map[string]string)}
	if _, err := os.Lstat(l.dir); err == nil {
		return nil, fmt.Errorf("%s exists, but the library is built at this path; remove it", l.dir)
	}
	changed := make(map[string][]byte)
	for _, p := range all {
		if p.Module != nil && p.Module.Path == Module {
			if err := l.add(p, changed); err != nil {
				return nil, err
			}
		}
	}
	if changed[filepath.Join(l.dir, "go.mod")], err = l.require(modulesOf(all), used); err != nil {
		return nil, err
	}
	written, err := writeFiles(temp, changed)
	l.files = merged(l.files, written)
	return l, err
}

var buildConstraint = lazyregexp.New(`(?m)^//go:build .*$`)

// add adds the files of a package of verdict. The list is already filtered for the build, so those with build
// constraints are added to changed, without them.
func (l *library) add(p listedPackage, changed map[string][]byte) error {
	below := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, Module), "/")
	for _, name := range slices.Concat(p.GoFiles, p.EmbedFiles) {
		source, path := filepath.Join(p.Dir, name), filepath.Join(l.dir, filepath.FromSlash(below), name)
		l.files[path] = source
		if filepath.Ext(name) != ".go" {
			continue
		}
		data, err := os.ReadFile(source)
		if err != nil {
			return err
		}
		if bytes.Contains(data, []byte("//go:build ")) {
			changed[path] = buildConstraint().ReplaceAll(data, nil)
		}
	}
	return nil
}

// require returns the library's go.mod.
func (l *library) require(needed, used map[string]*listedModule) ([]byte, error) {
	mod := new(modfile.File)
	mod.Syntax = new(modfile.FileSyntax)
	if err := errors.Join(mod.AddModuleStmt(Module), mod.AddGoStmt(goVersion(l.source))); err != nil {
		return nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(needed)) {
		version := needed[path].Version
		if path == Module {
			continue
		}
		if user := used[path]; user != nil && semver.IsValid(user.Version) {
			if semver.Compare(user.Version, version) < 0 {
				l.raised = append(l.raised, fmt.Sprintf("%s %s, and this module uses %s", path, version, user.Version))
			}
			version = user.Version
		}
		mod.AddNewRequire(path, version, false)
	}
	return modfile.Format(mod.Syntax), nil
}

// conflict explains a failure to build the library with the user's versions.
func (l *library) conflict(err error) error {
	if l == nil || len(l.raised) == 0 || !strings.Contains(err.Error(), l.dir) && !strings.Contains(err.Error(), Module) {
		return err
	}
	return fmt.Errorf("verdict requires %s; upgrade with go get, or reflect the type in a program of the module: %w", strings.Join(l.raised, "; "), err)
}

// checkVersions returns an error if a package of the user is built with another version of a module
// than the user's own module has.
func checkVersions(before, after []listedPackage) error {
	var changed []string
	now := modulesOf(after)
	was := modulesOf(before)
	for _, path := range slices.Sorted(maps.Keys(was)) {
		if a, b := was[path], now[path]; path != Module && b != nil && a.Version != b.Version {
			changed = append(changed, fmt.Sprintf("%s from %s to %s", path, a.Version, b.Version))
		}
	}
	if changed == nil {
		return nil
	}
	return fmt.Errorf("verdict's requirements would change %s, and the schema with it; upgrade with go get, so that both agree", strings.Join(changed, ", "))
}
