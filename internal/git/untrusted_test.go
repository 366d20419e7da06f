package git

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// canary returns a program that creates the file trace when it is run.
func canary(t *testing.T) (program, trace string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the program that git would run is a shell script")
	}
	dir := t.TempDir()
	program, trace = filepath.Join(dir, "canary"), filepath.Join(dir, "trace")
	script := "#!/bin/sh\necho \"$0 $*\" >>" + trace + "\nexit 0\n"
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return program, trace
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func commit(t *testing.T, dir string) {
	t.Helper()
	command(t, "-C", dir, "add", "--all")
	command(t, "-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "all")
}

func TestTheConfigurationOfARepositoryRunsNoProgram(t *testing.T) {
	settings := map[string]string{
		"core.fsmonitor": "%s", "diff.external": "%s", "diff.mine.command": "%s", "diff.mine.textconv": "%s",
		"filter.mine.clean": "%s", "filter.mine.required": "true", "filter.other.process": "%s",
		"core.sshCommand": "%s", "core.askPass": "%s", "core.pager": "%s", "core.editor": "%s", "credential.helper": "%s",
	}
	for _, where := range []string{".", "sub", "sub/deep"} {
		t.Run(where, func(t *testing.T) {
			repository(t)
			for _, dir := range []string{".", "sub", "sub/deep"} {
				command(t, "init", "-q", dir)
				write(t, filepath.Join(dir, ".gitattributes"), "a.json filter=mine diff=mine\nb.json filter=other\n")
				write(t, filepath.Join(dir, "a.json"), "1\n")
				write(t, filepath.Join(dir, "b.json"), "1\n")
			}
			for _, dir := range []string{"sub/deep", "sub", "."} {
				commit(t, dir)
			}
			program, trace := canary(t)
			for key, value := range settings {
				command(t, "-C", where, "config", key, strings.ReplaceAll(value, "%s", program))
			}
			for _, hook := range []string{"post-index-change", "reference-transaction", "fsmonitor-watchman"} {
				content, _ := os.ReadFile(program)
				path := filepath.Join(where, ".git", "hooks", hook)
				write(t, path, string(content))
				if err := os.Chmod(path, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			write(t, filepath.Join(where, "a.json"), "2\n")
			write(t, filepath.Join(where, "b.json"), "2\n")

			for _, staged := range []bool{false, true} {
				changes, err := Since(t.Context(), "HEAD", staged)
				if err != nil {
					t.Fatal(err)
				}
				if changed := changes.Touch(filepath.Join(where, "a.json"), 1, 1); changed == staged {
					t.Errorf("staged %v: changed is %v", staged, changed)
				}
				unfiltered := slices.Clone(changes.Unfiltered)
				slices.Sort(unfiltered)
				if told := slices.Equal(unfiltered, []string{"mine", "other"}); told != (!staged && where == ".") {
					t.Errorf("staged %v: the filters not run are %q", staged, changes.Unfiltered)
				}
			}
			if _, _, err := Staged(t.Context()); err != nil {
				t.Error(err)
			}
			if ran, err := os.ReadFile(trace); err == nil {
				t.Errorf("git ran programs of the repository's configuration:\n%s", ran)
			}

			// Without these precautions, git would have run the programs.
			_ = exec.Command("git", "-C", where, "status").Run()
			_ = exec.Command("git", "-C", where, "diff").Run()
			if _, err := os.Stat(trace); err != nil {
				t.Error("the test proves nothing: git diff runs none of the programs")
			}
		})
	}
}

func TestFiltersOfTheUserAreRun(t *testing.T) {
	repository(t)
	program, trace := canary(t)
	config := filepath.Join(t.TempDir(), "config")
	write(t, config, "[filter \"mine\"]\n\tclean = "+program+"; cat\n")
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	write(t, ".gitattributes", "*.json filter=mine\n")
	write(t, "a.json", "1\n")
	commit(t, ".")
	if err := os.Remove(trace); err != nil {
		t.Fatal(err)
	}
	write(t, "a.json", "12\n")
	changes, err := Since(t.Context(), "HEAD", false)
	if err != nil || len(changes.Unfiltered) > 0 {
		t.Fatalf("%v, filters not run: %q", err, changes.Unfiltered)
	}
	if _, err := os.Stat(trace); err != nil {
		t.Error("the user's own filter was not run")
	}
}

func TestAFilterThatCannotBeDisabledIsAnError(t *testing.T) {
	repository(t)
	write(t, "a.json", "1\n")
	commit(t, ".")
	command(t, "config", "filter.a=b.clean", "cat")
	if _, err := Since(t.Context(), "HEAD", false); err == nil || !strings.Contains(err.Error(), `"a=b"`) {
		t.Errorf("got %v", err)
	}
}

// Variables of the environment that change the output of git diff are ignored.
func TestTheEnvironmentDoesNotChangeTheResult(t *testing.T) {
	repository(t)
	write(t, "a.json", "1\n2\n3\n4\n5\n")
	commit(t, ".")
	write(t, "a.json", "1\n2\n0\n4\n5\n")
	t.Setenv("GIT_DIFF_OPTS", "--unified=10")
	t.Setenv("GIT_LITERAL_PATHSPECS", "1")
	t.Setenv("GIT_EXTERNAL_DIFF", "true")
	command(t, "config", "diff.submodule", "log")
	changes, err := Since(t.Context(), "HEAD", false)
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range []bool{false, false, true, false, false} {
		if got := changes.Touch("a.json", line+1, line+1); got != want {
			t.Errorf("line %d is changed: %v", line+1, got)
		}
	}
}

// A partial clone lacks objects that git would fetch, by a program that the repository's
// configuration may name.
func TestGitFetchesNothing(t *testing.T) {
	repository(t)
	write(t, "a.json", "1\n")
	commit(t, ".")
	program, trace := canary(t)
	out, err := exec.Command("git", "rev-parse", "HEAD:a.json").Output()
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(string(out))
	if err := os.Remove(filepath.Join(".git", "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{
		"core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
		"remote.origin.url": "ext::" + program, "protocol.ext.allow": "always",
	} {
		command(t, "config", key, value)
	}
	write(t, "a.json", "2\n")
	if _, err := Since(t.Context(), "HEAD", false); err == nil {
		t.Error("a diff with a missing object was computed")
	}
	if ran, err := os.ReadFile(trace); err == nil {
		t.Errorf("git fetched:\n%s", ran)
	}
	_ = exec.Command("git", "diff").Run()
	if _, err := os.Stat(trace); err != nil {
		t.Error("the test proves nothing: git diff does not fetch")
	}
}
