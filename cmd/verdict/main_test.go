package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The commands are tested by scripts: testdata/script holds one for each
// behaviour, to be read as documentation. go test -run Script/NAME runs one.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"verdict": main})
}

func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		UpdateScripts:       *update,
	})
}
