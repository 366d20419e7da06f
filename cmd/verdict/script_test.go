package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the output of the scripts into the scripts")

// startsAll is whether scripts always start a program.
var startsAll = os.Getenv("VERDICT_START") != ""

// exits is a command for scripts: "exits 2 verdict lint --nonsense" runs the program and fails
// if the exit code is another one. Verdict runs in the process of the test, because starting a
// process takes longer than running it, unless VERDICT_START is set.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if !startsAll && !neg && len(args) > 1 && args[1] == "verdict" {
		checkExit(ts, args[0], runHere(ts, args[2:]))
		return
	}
	starts(ts, neg, args)
}

// starts is like exits, but always starts a process: only a process reads the input that the
// command stdin sets.
func starts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits|starts code program [arg...]")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	checkExit(ts, args[0], got)
}

func checkExit(ts *testscript.TestScript, code string, got int) {
	want, err := strconv.Atoi(code)
	ts.Check(err)
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// variables lists the environment variables that the standard library and the programs that
// verdict starts read. Verdict itself reads others, by process.getenv.
var variables = []string{"PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "GIT_DIR", "GIT_CEILING_DIRECTORIES", "GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY"}

// runHere runs verdict in this process, in the directory and environment of the script.
func runHere(ts *testscript.TestScript, args []string) int {
	here, err := os.Getwd()
	ts.Check(err)
	environ := os.Environ()
	defer func() {
		ts.Check(os.Chdir(here))
		os.Clearenv()
		for _, variable := range environ {
			name, value, _ := strings.Cut(variable, "=")
			ts.Check(os.Setenv(name, value))
		}
	}()

	ts.Check(os.Chdir(ts.MkAbs(".")))
	os.Clearenv()
	ts.Check(os.Setenv("PWD", ts.MkAbs(".")))
	for _, name := range variables {
		if value := ts.Getenv(name); value != "" {
			ts.Check(os.Setenv(name, value))
		}
	}
	return run(args, process{stdin: strings.NewReader(""), stdout: ts.Stdout(), stderr: ts.Stderr(), getenv: ts.Getenv})
}

// expand is a command for scripts: it replaces $SITE by the address of the server and $WORK by the
// directory of the script in files.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: expand file...")
	}
	for _, file := range args {
		content := strings.ReplaceAll(ts.ReadFile(file), "$SITE", ts.Getenv("SITE"))
		content = strings.ReplaceAll(content, "$WORK", filepath.ToSlash(ts.Getenv("WORK")))
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(content), 0o644))
	}
}
