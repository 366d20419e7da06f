package schematool

// This file finds verdict's own source, so that a module that does not require verdict
// can still be reflected.

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// sourceVariable is the environment variable that names a directory with
// verdict's source, for binaries that cannot find it otherwise.
const sourceVariable = "VERDICT_SOURCE"

// verdictSource returns the directory of verdict's own module: the one that the variable names, or
// where this program was built, or else the version of this program, from the module cache or
// by the go command.
func verdictSource(ctx context.Context) (string, error) {
	if dir := os.Getenv(sourceVariable); dir != "" {
		if !isVerdict(dir) {
			return "", usage("%s names %s, which holds no module %s", sourceVariable, dir, Module)
		}
		return filepath.Abs(dir)
	}
	// Without -trimpath, a binary has the paths of the files it was compiled from: those of
	// a checkout, or of the module cache after `go install`.
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		dir := filepath.Dir(filepath.Dir(filepath.Dir(file)))
		if isVerdict(dir) {
			return dir, nil
		}
	}
	version := moduleVersion()
	if version == "" {
		return "", fmt.Errorf("cannot determine which version of verdict this binary was built from; set %s to a checkout of %s", sourceVariable, Module)
	}
	out, err := gocommand.Run(ctx, os.TempDir(), []string{"GOWORK=off"}, "mod", "download", "-json", Module+"@"+version)
	if err != nil {
		return "", fmt.Errorf("%s@%s is needed to reflect types; fetch it, or set %s to a checkout: %w", Module, version, sourceVariable, err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", fmt.Errorf("reading the answer of go mod download: %w", err)
	}
	return module.Dir, nil
}

// isVerdict reports whether dir is the root of verdict's module.
func isVerdict(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	return err == nil && modfile.ModulePath(data) == Module
}

// moduleVersion is the version of verdict that this program was built with, or
// "" if that version cannot be downloaded.
func moduleVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	module := &info.Main
	for _, dep := range info.Deps {
		if dep.Path == Module {
			module = dep
		}
	}
	if module.Path != Module || module.Version == "(devel)" || strings.HasSuffix(module.Version, "+dirty") {
		return ""
	}
	return module.Version
}
