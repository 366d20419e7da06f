package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// version returns the module version of the build, or the commit that it was built from.
var version = sync.OnceValue(readVersion)

func readVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	commit, modified := "", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = setting.Value[:min(12, len(setting.Value))]
		case setting.Key == "vcs.modified" && setting.Value == "true":
			modified = ", modified"
		}
	}
	if commit == "" {
		return "devel"
	}
	return "devel (" + commit + modified + ")"
}

// toolchain returns the Go version and platform of the build.
func toolchain() string {
	return runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}
