package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// touched reports whether a line of a file has changed since a revision.
func touched(t *testing.T, revision, name string, line int) bool {
	t.Helper()
	changes, err := Since(t.Context(), revision, false)
	if err != nil {
		t.Fatal(err)
	}
	return changes.Touch(name, line, line)
}

// Git would compare the ends of a range with each other and not with the work tree.
func TestSinceIsOneCommit(t *testing.T) {
	repository(t)
	write(t, "a.json", "1\n")
	commit(t, ".")
	command(t, "branch", "other")
	command(t, "tag", "-a", "-m", "x", "annotated")
	write(t, "a.json", "2\n")
	for _, revision := range []string{"HEAD", "other", "annotated", "HEAD^{tree}", "@", "HEAD@{0}"} {
		if !touched(t, revision, "a.json", 1) {
			t.Errorf("nothing has changed since %s", revision)
		}
	}
	for _, revision := range []string{
		"HEAD..HEAD", "other...HEAD", "..", "HEAD..", "^HEAD", "HEAD^@", "HEAD^!", "other HEAD", "nonesuch", "", "--all", "-p", "HEAD:a.json",
	} {
		if _, err := Since(t.Context(), revision, false); err == nil {
			t.Errorf("%q is accepted as a commit", revision)
		}
	}
}

// If git compares other lines than those that are linted, the whole file counts as changed.
func TestFilesThatGitConvertsHaveChangedAsAWhole(t *testing.T) {
	const text = "1\n2\n3\n"
	for name, change := range map[string]func(t *testing.T){
		"a filter": func(t *testing.T) {
			write(t, ".gitattributes", "a.json filter=one\n")
			config := filepath.Join(t.TempDir(), "config")
			write(t, config, "[filter \"one\"]\n\tclean = wc -c\n")
			t.Setenv("GIT_CONFIG_GLOBAL", config)
			write(t, "a.json", text+"4\n")
		},
		"an encoding": func(t *testing.T) {
			write(t, ".gitattributes", "a.json working-tree-encoding=UTF-16LE\n")
			write(t, "a.json", "1\x00\n\x00")
		},
		"assumed unchanged": func(t *testing.T) {
			command(t, "update-index", "--assume-unchanged", "a.json")
			write(t, "a.json", "0\n2\n3\n")
		},
		"skip the work tree": func(t *testing.T) {
			command(t, "update-index", "--skip-worktree", "a.json")
			write(t, "a.json", "0\n2\n3\n")
		},
		"unknown to git": func(t *testing.T) { command(t, "rm", "--cached", "-q", "a.json") },
	} {
		t.Run(name, func(t *testing.T) {
			repository(t)
			write(t, "a.json", text)
			write(t, "b.json", text)
			commit(t, ".")
			change(t)
			if !touched(t, "HEAD", "a.json", 2) {
				t.Error("line 2 has not changed")
			}
			if touched(t, "HEAD", "b.json", 2) {
				t.Error("another file has changed")
			}
		})
	}
}

// The target of a link is linted.
func TestALinkHasChangedIfItsTargetHas(t *testing.T) {
	repository(t)
	write(t, "a.json", "1\n2\n")
	write(t, "b.json", "1\n2\n")
	if err := os.Mkdir("real", 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, "real/c.json", "1\n2\n")
	outside := filepath.Join(t.TempDir(), "outside.json")
	write(t, outside, "1\n")
	for name, target := range map[string]string{
		"same": "a.json", "moved": "a.json", "content": "b.json", "dir": "real", "out": outside,
	} {
		if err := os.Symlink(target, name); err != nil {
			t.Skipf("this file system has no symbolic links: %v", err)
		}
	}
	commit(t, ".")
	write(t, "b.json", "1\n3\n")
	write(t, "real/c.json", "1\n3\n")
	if err := os.Remove("moved"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("b.json", "moved"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		line int
		want bool
	}{
		{"same", 1, false}, {"same", 2, false}, {"moved", 1, true}, {"moved", 2, true},
		{"content", 1, false}, {"content", 2, true}, {"dir/c.json", 1, false}, {"dir/c.json", 2, true}, {"out", 1, true},
	} {
		if got := touched(t, "HEAD", test.name, test.line); got != test.want {
			t.Errorf("line %d of %s is changed: %v", test.line, test.name, got)
		}
	}
}

func TestNamesOfAnyKindAreFound(t *testing.T) {
	repository(t)
	names := []string{"with blank.json", "with\ttab.json", "with\nline.json", `with"quote.json`, `with\\slash.json`, "ümläut.json", "-dash.json", ":(glob)x.json"}
	for _, name := range names {
		if err := os.WriteFile(name, []byte("1\n2\n"), 0o644); err != nil {
			t.Skipf("this file system has no file named %q: %v", name, err)
		}
	}
	commit(t, ".")
	for _, name := range names {
		write(t, name, "1\n3\n")
	}
	command(t, "config", "core.quotePath", "true")
	changes, err := Since(t.Context(), "HEAD", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if changes.Touch(name, 1, 1) || !changes.Touch(name, 2, 2) {
			t.Errorf("%q: the lines are wrong", name)
		}
	}
}

// In a renamed file, the lines that differ have changed; a copy is new.
func TestRenamedFiles(t *testing.T) {
	repository(t)
	text, another := strings.Repeat("a line\n", 20), strings.Repeat("b line\n", 20)
	write(t, "a.json", text)
	write(t, "c.json", another)
	commit(t, ".")
	command(t, "config", "diff.renames", "copies")
	command(t, "mv", "a.json", "b.json")
	write(t, "b.json", text+"more\n")
	write(t, "c.json", another+"other\n")
	write(t, "copy.json", another)
	command(t, "add", ".")
	for name, want := range map[string][2]bool{"b.json": {false, true}, "c.json": {false, true}, "copy.json": {true, false}} {
		if got := [2]bool{touched(t, "HEAD", name, 3), touched(t, "HEAD", name, 21)}; got != want {
			t.Errorf("%s: lines 3 and 21 are changed: %v, want %v", name, got, want)
		}
	}
}

func TestOnlyFilesThatGitTracksOrWouldAddAreKnownToHaveChanged(t *testing.T) {
	repository(t)
	for _, dir := range []string{"old", "new"} { // submodules
		command(t, "init", "-q", dir)
		write(t, dir+"/a.json", "1\n")
		commit(t, dir)
	}
	write(t, "same.json", "1\n")
	write(t, "other.json", "1\n")
	commit(t, ".")
	write(t, "other.json", "2\n")
	write(t, "untracked.json", "1\n")
	write(t, "ignored.json", "1\n")
	write(t, ".gitignore", "ignored.json\n")
	write(t, "new/a.json", "2\n")
	changes, err := Since(t.Context(), "HEAD", false)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"same.json": false, "other.json": true, "untracked.json": true, "ignored.json": false, "../outside.json": false,
		"old/a.json": false, "new/a.json": true,
	} {
		if got := changes.Changed(filepath.FromSlash(name)); got != want {
			t.Errorf("%s has changed: %t, want %t", name, got, want)
		}
	}
}
