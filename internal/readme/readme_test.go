package readme

// This file runs the blocks of README.md.

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write into the README what its commands write")

// testCommand is not run here, because it runs this test. .ci/run runs it.
const testCommand = "go test ./..."

func TestEveryExampleOfTheReadmeWorks(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs, which takes longer than -short allows; go test without it runs this")
	}
	w := newWorkspace(t)
	readme := read(t, filepath.Join(w.checkout, "README.md"))
	all, err := blocks(readme)
	if err != nil {
		t.Fatal(err)
	}
	for rest := all; len(rest) > 0; {
		section := rest[0].section
		end := slices.IndexFunc(rest, func(b block) bool { return b.section != section })
		if end < 0 {
			end = len(rest)
		}
		here := rest[:end]
		t.Run(section, func(t *testing.T) { w.run(t, section, here) })
		rest = rest[end:]
	}
	if *update {
		write(t, filepath.Join(w.checkout, "README.md"), replaced(readme, all))
	}
}

func TestTheTestsAreRunAsTheReadmeSays(t *testing.T) {
	checkout := findCheckout(t)
	for _, name := range []string{"README.md", ".ci/run"} {
		if !strings.Contains(read(t, filepath.Join(checkout, name)), testCommand) {
			t.Errorf("%s does not run %s", name, testCommand)
		}
	}
}

// A workspace has the directories of the examples, the checkout next to them, and the programs that
// they install.
type workspace struct {
	checkout string
	dir      string
	bin      string
	modCache string
	goFlags  string
}

func newWorkspace(t *testing.T) *workspace {
	w := &workspace{checkout: findCheckout(t), dir: t.TempDir(), modCache: goEnv("GOMODCACHE")}
	w.goFlags = goEnv("GOFLAGS") + " -ldflags=-w" // linking without debug data is faster
	w.bin = filepath.Join(w.dir, "bin")
	w.copyCheckout(t, filepath.Join(w.dir, "verdict"))
	return w
}

func findCheckout(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// copyCheckout makes a repository with the current files of the checkout, committed or not,
// because pre-commit takes hooks only from commits.
func (w *workspace) copyCheckout(t *testing.T, to string) {
	t.Helper()
	err := filepath.WalkDir(w.checkout, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(w.checkout, path)
		if err != nil {
			return err
		}
		if entry.Name() == ".git" {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		return copyEntry(path, entry, filepath.Join(to, name))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copyEntry(from string, entry fs.DirEntry, to string) error {
	if entry.IsDir() {
		return os.MkdirAll(to, 0o777)
	}
	info, err := entry.Info()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, info.Mode())
}

// commit makes a commit of the copy.
func (w *workspace) commit(t *testing.T) {
	t.Helper()
	script := "git init --quiet && git add --all && git commit --quiet --message='What is checked out'"
	if out, err := w.bash(filepath.Join(w.dir, "verdict"), script); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// environment returns an environment that does not depend on the user: no color, no workflow, and no
// configuration of git.
func (w *workspace) environment() []string {
	return append(os.Environ(),
		"PATH="+w.bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GOBIN="+w.bin,
		"GOMODCACHE="+w.modCache, // pre-commit sets another GOPATH
		"GOSUMDB=off",            // go.sum has already been checked
		"NO_COLOR=1", "TERM=dumb", "LC_ALL=C.UTF-8", "GITHUB_ACTIONS=",
		"PRE_COMMIT_HOME="+filepath.Join(w.dir, "pre-commit"), "PRE_COMMIT_COLOR=never",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_NAME=Reader", "GIT_AUTHOR_EMAIL=reader@example.com",
		"GIT_COMMITTER_NAME=Reader", "GIT_COMMITTER_EMAIL=reader@example.com",
	)
}

func goEnv(name string) string {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// run runs the blocks of a section, one after the other.
func (w *workspace) run(t *testing.T, section string, all []block) {
	sectionDir := filepath.Join(w.dir, strings.ToLower(strings.ReplaceAll(section, " ", "-")))
	if err := os.MkdirAll(sectionDir, 0o777); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		b := &all[i]
		if strings.Contains(b.content, "pre-commit install") {
			needs(t, "git", "pre-commit")
			w.commit(t)
		}
		dir := sectionDir
		if b.checkout {
			dir = w.checkout
		}
		var err error
		switch {
		case b.file != "":
			file := filepath.Join(dir, b.file)
			if err = os.MkdirAll(filepath.Dir(file), 0o777); err == nil {
				err = os.WriteFile(file, []byte(b.content), 0o666)
			}
		case b.excerpt != "":
			if !strings.Contains(read(t, filepath.Join(w.checkout, b.excerpt)), b.content) {
				err = fmt.Errorf("this is not in %s", b.excerpt)
			}
		case b.language == "sh":
			err = w.runScript(dir, b.content)
		case b.language == "console":
			err = w.runTranscript(dir, b)
		default:
			err = fmt.Errorf("a block of %s that is no file cannot be run", b.language)
		}
		if err != nil {
			t.Fatalf("README.md:%d: %v", b.line, err)
		}
	}
}

func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed; .ci/run installs it", program)
		}
	}
}

func (w *workspace) runScript(dir, script string) error {
	script = strings.ReplaceAll(script, testCommand, "# "+testCommand)
	out, err := w.bash(dir, "set -e\n"+script)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}

// runTranscript runs all commands in one shell, so that $? is the exit code of the previous one.
func (w *workspace) runTranscript(dir string, b *block) error {
	steps, err := transcript(b.content)
	if err != nil {
		return err
	}
	const mark = "\x00"
	var script strings.Builder
	for _, s := range steps {
		fmt.Fprintf(&script, "%sverdict_status=$?; printf '\\0'; (exit $verdict_status)\n", s.command)
	}
	out, err := w.bash(dir, script.String())
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		return err
	}
	outputs := strings.Split(string(out), mark)
	if len(outputs) != len(steps)+1 {
		return fmt.Errorf("the shell ended after %d of %d commands:\n%s", len(outputs)-1, len(steps), out)
	}
	if *update {
		b.content = ""
		for i, s := range steps {
			b.content += "$ " + s.command + outputs[i]
		}
		return nil
	}
	for i, s := range steps {
		if diff := cmp.Diff(s.output, outputs[i]); diff != "" {
			return fmt.Errorf("$ %sdoes not write what is shown; go test ./internal/readme -update (-shown +written):\n%s", s.command, diff)
		}
	}
	return nil
}

// bash runs a script and returns its output to both streams, in the order in which it is written.
func (w *workspace) bash(dir, script string) ([]byte, error) {
	cmd := exec.Command("bash", "-c", script)
	flags := w.goFlags
	if dir != w.checkout {
		flags += " -trimpath" // otherwise builds in a new directory are never cached
	}
	cmd.Dir, cmd.Env = dir, append(w.environment(), "PWD="+dir, "GOFLAGS="+strings.TrimSpace(flags))
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.Bytes(), err
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}
