//go:build unix

package files

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(at("file"), []byte("content"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(at("fifo"), 0o644); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link": "file", "zero": "/dev/zero", "to-fifo": "fifo", "to-dir": "."} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir) // the name of a socket has to be short
	socket, err := net.Listen("unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for name, want := range map[string]error{
		"file": nil, "link": nil, "fifo": errIrregular, "to-fifo": errIrregular, "zero": errIrregular,
		"socket": errIrregular, "to-dir": errDirectory, "nowhere": fs.ErrNotExist,
	} {
		if _, err := Read(at(name), 7); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
	}
	if _, err := Read(at("file"), 6); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a file that is too large: %v", err)
	}
}

// If a FIFO were opened twice, a writer that began in between would find its pipe broken.
func TestANamedFIFOIsOpenedOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o644); err != nil {
		t.Fatal(err)
	}
	in := NewInput(path)
	in.named = true
	for range 500 {
		read := make(chan string)
		go func() {
			content, _ := in.Read(nil, 1, DefaultLimits)
			read <- string(content)
		}()
		if err := os.WriteFile(path, []byte("{}"), 0); err != nil {
			t.Fatal(err)
		}
		if content := <-read; content != "{}" {
			t.Fatalf("%q", content)
		}
	}
}

// A directory may have files that a pattern matches, if it cannot be read.
func TestAPatternReportsWhatCannotBeRead(t *testing.T) {
	tree(t, "d/a.json")
	root, err := os.OpenRoot("d")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := root.MkdirAll(strings.Repeat(strings.Repeat("e", 200)+"/", 25), 0o755); err != nil { // the limit also applies to root
		t.Fatal(err)
	}
	for _, pattern := range []string{"d", "d/**/*.json", "d/**"} {
		inputs, failed := Search{}.Find([]string{pattern})
		if len(inputs) != 1 {
			t.Errorf("%s: %v is found", pattern, inputs)
		}
		if len(failed) != 1 || !errors.Is(failed[0], syscall.ENAMETOOLONG) || !strings.HasPrefix(failed[0].Error(), "d/eee") {
			t.Errorf("%s: the errors are %.100v", pattern, failed)
		}
	}
	tree(t, "d/a.json/x", "d/b.json -> b.json", "d/c.json -> nowhere")
	_, failed := Search{}.Find([]string{"d/**/*.json", "d/*", "*/*/y", "*/*/*/x"})
	for _, err := range failed {
		if !strings.HasSuffix(err.Error(), ": no file matches") {
			t.Errorf("what is missing is reported as unreadable: %v", err)
		}
	}
}

func TestAnIgnoreFileThatCannotBeReadIsReported(t *testing.T) {
	tree(t, "d/a.json", "d/.gitignore -> .gitignore", "d/e/b.json", "d/e/.verdictignore -> nowhere")
	inputs, failed := Search{}.Find([]string{"d"})
	if len(inputs) != 2 || len(failed) != 1 || !errors.Is(failed[0], syscall.ELOOP) || !strings.HasPrefix(failed[0].Error(), "d/.gitignore: ") {
		t.Errorf("got %v, %v", inputs, failed)
	}
	if _, failed := (Search{NoIgnore: true}).Find([]string{"d"}); len(failed) > 0 {
		t.Errorf("without ignore files: %v", failed)
	}
}
