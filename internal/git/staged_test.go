package git

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/verdict-lint/verdict/internal/race"
)

// repository makes the current directory an empty repository. With -short, the test is skipped,
// except with the race detector, which .ci/run uses with -short only.
func repository(t *testing.T) {
	t.Helper()
	if testing.Short() && !race.Enabled {
		t.Skip("runs git many times, which takes longer than -short allows; go test without it runs this")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	t.Chdir(t.TempDir())
	command(t, "init", "-q")
}

func command(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func TestStagedFilesHaveTheirStagedContent(t *testing.T) {
	repository(t)
	want := map[string]string{
		"empty.json": "", "large.json": strings.Repeat("[1]\n", 1<<17), "with\nline.json": "1", "ends.json": "2\n\n",
	}
	for name, content := range want {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Skipf("this file system does not allow the name %q: %v", name, err)
		}
	}
	command(t, "add", ".")
	for name := range want {
		if err := os.WriteFile(name, []byte("not this"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, _, err := Staged(t.Context())
	if err != nil || len(files) != len(want) {
		t.Fatalf("%v, %v", files, err)
	}
	var readers sync.WaitGroup
	for range 3 {
		for _, file := range files {
			readers.Go(func() {
				r, err := file.Open()
				if err != nil {
					t.Errorf("%q: %v", file.Name, err)
					return
				}
				if content, err := io.ReadAll(r); err != nil || string(content) != want[file.Name] {
					t.Errorf("%q is %.20q, %v", file.Name, content, err)
				}
			})
		}
	}
	readers.Wait()
}

func TestAMissingObjectIsAnError(t *testing.T) {
	repository(t)
	write(t, "x.json", "1")
	command(t, "add", ".")
	b := &blobs{ctx: t.Context()}
	for _, missing := range []string{"1", "2"} {
		id := strings.Repeat("0", 39) + missing
		if _, err := b.open(id); err == nil || !strings.Contains(err.Error(), id+" is missing") {
			t.Errorf("got %v", err)
		}
	}
	if _, err := b.open("56a6051ca2b02b04ef92d5150c9ef600403cb1de"); err != nil {
		t.Errorf("after a missing object, others are not read: %v", err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := (&blobs{ctx: ended}).open("0"); err == nil {
		t.Error("git was called after the context was canceled")
	}
}

// A file that is staged through a filter is linted as it would be written to the work tree.
func TestStagedFilesAreReadThroughTheirFilter(t *testing.T) {
	repository(t)
	config := filepath.Join(t.TempDir(), "config")
	write(t, config, "[filter \"swap\"]\n\tclean = tr a b\n\tsmudge = tr b a\n")
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	write(t, ".gitattributes", "*.json filter=swap\n")
	write(t, "x.json", `"aaa"`)
	command(t, "add", ".")
	files, _, err := Staged(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file.Name != "x.json" {
			continue
		}
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content := make([]byte, 10)
		n, _ := r.Read(content)
		if string(content[:n]) != `"aaa"` {
			t.Errorf("read %q", content[:n])
		}
		return
	}
	t.Errorf("not staged: %v", files)
}

// Hooks and scripts set GIT_DIR and GIT_WORK_TREE, also to paths relative to the current directory.
func TestTheRepositoryOfTheEnvironmentIsRead(t *testing.T) {
	repository(t)
	top, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(t.TempDir(), "config")
	write(t, config, "[filter \"swap\"]\n\tclean = tr a b\n\tsmudge = tr b a\n")
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	command(t, "config", "user.name", "n")
	command(t, "config", "user.email", "e")
	write(t, ".gitattributes", "below/filtered.json filter=swap\n")
	if err := os.Mkdir("below", 0o755); err != nil {
		t.Fatal(err)
	}
	command(t, "commit", "-q", "--allow-empty", "-m", "m")
	write(t, "below/x.json", "1")
	write(t, "below/filtered.json", `"a"`)
	command(t, "add", ".")
	t.Chdir("below")
	for _, env := range []struct{ dir, tree string }{{"../.git", ".."}, {filepath.Join(top, ".git"), top}} {
		t.Setenv("GIT_DIR", env.dir)
		t.Setenv("GIT_WORK_TREE", env.tree)
		files, _, err := Staged(t.Context())
		if err != nil {
			t.Fatalf("%v: %v", env, err)
		}
		got := make(map[string]string)
		for _, file := range files {
			r, err := file.Open()
			if err != nil {
				t.Fatalf("%v: %s: %v", env, file.Name, err)
			}
			content, _ := io.ReadAll(r)
			got[file.Name] = string(content)
		}
		if got["x.json"] != "1" || got["filtered.json"] != `"a"` {
			t.Errorf("%v: got %q", env, got)
		}
		if changes, err := Since(t.Context(), "HEAD", false); err != nil || !changes.Touch("x.json", 1, 1) {
			t.Errorf("%v: %v", env, err)
		}
	}
	t.Chdir(t.TempDir())
	if files, _, err := Staged(t.Context()); err == nil || !strings.Contains(err.Error(), "not in the work tree") {
		t.Errorf("outside of the work tree, names are relative to another directory: %v, %v", files, err)
	}
	if _, err := Since(t.Context(), "HEAD", false); err == nil || !strings.Contains(err.Error(), "not in the work tree") {
		t.Errorf("outside of the work tree: %v", err)
	}
}
