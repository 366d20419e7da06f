//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"os/exec"
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
			})
		}
	}
}

// isNamed reports whether the temporary file has a name before an operation, between its
// being complete and its being in place.
func isNamed(operation string) bool {
	return operation == "compare" || operation == "rename"
}
