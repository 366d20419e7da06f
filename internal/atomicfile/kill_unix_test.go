//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// killed is the environment variable with the file that a child replaces and the operation
// before which it is killed.
const killed = "VERDICT_TEST_KILLED"

func TestMain(m *testing.M) {
	path, number, ok := strings.Cut(os.Getenv(killed), "|")
	if !ok {
		os.Exit(m.Run())
	}
	n, _ := strconv.Atoi(number)
	err := replace(path, []byte(before), []byte(after), func(string) error {
		if n--; n < 0 {
			return errors.Join(syscall.Kill(os.Getpid(), syscall.SIGKILL), errors.New("killed"))
		}
		return nil
	})
	if err != nil {
		os.Exit(1)
	}
	os.Exit(0)
}

func TestAKillLosesNothing(t *testing.T) {
	test, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range ways {
		for n, operation := range operations(t, way.make) {
			t.Run(way.name+"/"+operation, func(t *testing.T) {
				p := newPlace(t, way.make)
				cmd := exec.Command(test)
				cmd.Env = append(os.Environ(), killed+"="+p.path+"|"+strconv.Itoa(n))
				if err := cmd.Run(); err == nil {
					t.Fatal("it was not killed")
				}
				holds, copied := p.content(), ""
				for _, left := range p.left() {
					content, err := os.ReadFile(left)
					if err != nil {
						t.Fatal(err)
					}
					if string(content) == before {
						copied = left
					}
				}
				if holds != before && holds != after && copied == "" {
					t.Errorf("the file holds %s; no copy of what it held is in %q", holds, p.left())
				}
				if runtime.GOOS == "linux" && way.name == "by renaming" && len(p.left()) > 0 && !isNamed(operation) {
					t.Errorf("left: %q", p.left())
				}
				RemoveStale(filepath.Dir(p.path))
				if p.content() != holds {
					t.Errorf("the file holds %s, and held %s", p.content(), holds)
				}
				if left := p.left(); len(left) > 0 && (way.name == "by renaming" || holds == before || holds == after) {
					t.Errorf("still left: %q", left)
				} else if len(left) == 0 && holds != before && holds != after {
					t.Error("the backup was removed")
				}
			})
		}
	}
}

// isNamed reports whether the temporary file has a name before an operation, between its
// being complete and its being in place.
func isNamed(operation string) bool {
	return operation == "compare" || operation == "rename"
}

func TestOnlyFilesOfKilledProcessesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	child := exec.Command("true")
	if err := child.Run(); err != nil {
		t.Skip(err)
	}
	dead, alive := strconv.Itoa(child.Process.Pid), strconv.Itoa(os.Getpid())
	sums := checksum([]byte(before)) + "-" + checksum([]byte(after))
	backup := "backup-" + checksum([]byte(after)) + "-"
	for name, content := range map[string]string{"half": before[:3], "done": after, "still": before} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name, content string
		removed       bool
	}{
		{prefix + dead + "-new-1", before[:3], true},
		{prefix + dead + "-" + sums + "-1", before, true},
		{prefix + dead + "-" + sums + "-2", after, true},
		{prefix + dead + "-" + sums + "-3", theirs, false},
		{prefix + dead + "-" + backup + "half-1", before, false},
		{prefix + dead + "-" + backup + "gone-1", before, false},
		{prefix + dead + "-" + backup + "done-1", before, true},
		{prefix + dead + "-" + backup + "still-1", before, true},
		{prefix + alive + "-new-1", before, false},
		{prefix + alive + "-" + sums + "-1", before, false},
		{prefix + "new-1", before, false},
		{prefix + "ignore", before, false},
		{prefix, before, false},
		{dead + "-new-1", before, false},
	} {
		path := filepath.Join(dir, test.name)
		if err := os.WriteFile(path, []byte(test.content), 0o644); err != nil {
			t.Fatal(err)
		}
		RemoveStale(dir)
		if _, err := os.Lstat(path); os.IsNotExist(err) != test.removed {
			t.Errorf("%s with %s: %v; want it removed: %t", test.name, test.content, err, test.removed)
		}
	}
}
