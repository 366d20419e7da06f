package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The commands are tested by scripts: testdata/script has one for each feature, which can be read
// as documentation. go test -run Script/NAME runs one.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"verdict": main})
}

// programFile returns a path at which the program can be started: the test binary runs the
// program if it is called by the program's name.
func programFile(t *testing.T) string {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "verdict")
	if err := os.Symlink(binary, link); err != nil {
		t.Fatal(err)
	}
	return link
}

// The scripts run one after the other, because most of their commands run in the process of
// the test and change its current directory; see exits.
func TestScript(t *testing.T) {
	params := testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "starts": starts, "expand": expand},
		UpdateScripts:       *update,
		Setup:               setUp,
	}
	if startsAll {
		testscript.Run(t, params)
	} else {
		testscript.RunT(inOrder{t}, params)
	}
}

// inOrder is a test whose subtests do not run in parallel.
type inOrder struct{ *testing.T }

func (inOrder) Parallel()     {}
func (inOrder) Verbose() bool { return testing.Verbose() }
func (t inOrder) Run(name string, f func(testscript.T)) {
	t.T.Run(name, func(t *testing.T) { f(inOrder{t}) })
}

func setUp(env *testscript.Env) error {
	serveFiles(env)
	return keepGoCaches(env)
}

// serveFiles starts a server, SITE, for the files in the directory www of a script.
func serveFiles(env *testscript.Env) {
	site := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(env.WorkDir, "www"))))
	env.Defer(site.Close)
	env.Setenv("SITE", site.URL)
}

// keepGoCaches lets scripts that run the go command use the existing caches of modules and
// packages: by default they are in the home directory, which is another one in a script.
func keepGoCaches(env *testscript.Env) error {
	dirs, err := goCaches()
	if err != nil {
		return err
	}
	env.Setenv("GOMODCACHE", dirs[0])
	env.Setenv("GOCACHE", dirs[1])
	env.Setenv("GOFLAGS", "-trimpath") // otherwise programs in a new directory are never cached
	return nil
}

// goCaches asks the go command once for all scripts.
var goCaches = sync.OnceValues(func() ([]string, error) {
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOCACHE").Output()
	if err != nil {
		return nil, err
	}
	dirs := strings.Fields(string(out))
	if len(dirs) != 2 {
		return nil, fmt.Errorf("go env GOMODCACHE GOCACHE: %q", out)
	}
	return dirs, nil
})
