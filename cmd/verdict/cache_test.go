package main

import (
	"runtime/debug"
	"testing"
)

// Two programs that do not do the same never share a cache: only what cannot have
// been changed by hand is known by its name.
func TestOnlyExactSourcesAreKnownByName(t *testing.T) {
	commit := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: modified}}
	}
	for _, c := range []struct {
		name string
		info debug.BuildInfo
		want string
	}{
		{"a published version", debug.BuildInfo{Main: debug.Module{Version: "v1.2.3", Sum: "h1:x"}}, "v1.2.3 h1:x"},
		{"a commit", debug.BuildInfo{Settings: commit("false")}, "abc"},
		{"a changed commit", debug.BuildInfo{Settings: commit("true")}, ""},
		{"no version control", debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, ""},
		{"a commit with a directory for a module", debug.BuildInfo{
			Settings: commit("false"),
			Deps:     []*debug.Module{{Path: "m", Replace: &debug.Module{Path: "../m"}}},
		}, ""},
		{"a commit with a directory of the workspace for a module", debug.BuildInfo{
			Settings: commit("false"),
			Deps:     []*debug.Module{{Path: "m", Version: "(devel)"}},
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := exactSource(&c.info); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}
