package main

import (
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"

	"github.com/verdict-lint/verdict/internal/files"
)

// onTerminal runs the program with a terminal for its output and returns that output.
func onTerminal(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command(programFile(t), args...)
	cmd.Env = append([]string{"TERM=xterm", "HOME=" + t.TempDir()}, env...)
	terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 60})
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	var out bytes.Buffer
	_, _ = io.Copy(&out, terminal) // returns an error when the program ends
	_ = cmd.Wait()
	return out.String()
}

func TestOnATerminalThereIsColor(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.json")
	write(t, file, `{"id": "`+strings.Repeat("x", 200)+`"}`)
	out := onTerminal(t, nil, "lint", "--no-config", "--schema", "connect-session", file)
	if !strings.Contains(out, "\x1b[") {
		t.Errorf("no color:\n%q", out)
	}
	for _, env := range []string{"NO_COLOR=1", "TERM=dumb"} {
		if out := onTerminal(t, []string{env}, "lint", "--no-config", "--schema", "connect-session", file); strings.Contains(out, "\x1b[") {
			t.Errorf("color with %s:\n%q", env, out)
		}
	}
}

func TestSourceLinesFitTheTerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.json")
	write(t, file, `{"id": "`+strings.Repeat("x", 200)+`"}`)
	out := onTerminal(t, []string{"NO_COLOR=1"}, "lint", "--no-config", "--schema", "connect-session", file)
	framed := 0
	for line := range strings.Lines(out) {
		if strings.Contains(line, " | ") {
			framed++
			if n := len([]rune(strings.TrimRight(line, "\r\n"))); n > 60 {
				t.Errorf("%d columns on a terminal of 60: %q", n, line)
			}
		}
	}
	if framed == 0 {
		t.Errorf("no source lines:\n%s", out)
	}
}

func TestAProgressBarShowsAndGoes(t *testing.T) {
	const clear = "\r\x1b[K"
	bar := func(filled int) string {
		return clear + strings.Repeat("█", filled) + strings.Repeat("·", progressWidth-filled) + " "
	}
	many := make([]files.Input, 4)
	for _, c := range []struct {
		name  string
		files []files.Input
		do    func(p *progress)
		want  string
	}{
		{"files", many, func(p *progress) {
			p.step()
			p.draw()
			p.step()
			p.draw()
		}, bar(0) + "0 of 4 files" + bar(7) + "1 of 4 files"},
		{"files whose size is known", many, func(p *progress) {
			p.total = 10
			p.step()
			p.read(5)
			p.draw()
		}, bar(15) + "0 of 4 files"},
		{"one large file", many[:1], func(p *progress) {
			p.total = 30e6
			p.step()
			p.read(10e6)
			p.draw()
			p.read(40e6) // the file has grown
			p.draw()
		}, bar(10) + "10 of 30 MB" + bar(30) + "40 of 30 MB"},
		{"standard input", many[:1], func(p *progress) {
			p.read(10e6)
			p.draw()
		}, bar(0) + "10 MB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			master, terminal, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer master.Close()
			seen := make(chan string)
			go func() {
				out, _ := io.ReadAll(master)
				seen <- string(out)
			}()
			p := newProgress(terminal, c.files)
			c.do(p)
			p.end()
			p.draw() // too late: nothing is drawn
			terminal.Close()
			if out := <-seen; out != c.want+clear {
				t.Errorf("got  %q\nwant %q", out, c.want+clear)
			}
		})
	}
}

func TestWithoutATerminalThereIsNoProgressBar(t *testing.T) {
	if newProgress(new(bytes.Buffer), make([]files.Input, 10)) != nil {
		t.Error("there is a progress bar")
	}
	var none *progress
	none.step()
	none.read(1)
	none.end()
}

func TestTheSizeOfCompressedFilesAndDevicesIsUnknown(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.json", "12345")
	write(t, "b.json.gz", "12345")
	plain, packed, gone := files.NewInput("a.json"), files.NewInput("b.json.gz"), files.NewInput("c.json")
	piped := plain
	piped.Open = func() (io.ReadCloser, error) { return nil, nil }
	for _, c := range []struct {
		files []files.Input
		want  int64
	}{
		{[]files.Input{plain, plain}, 10},
		{[]files.Input{plain, packed}, 0},
		{[]files.Input{plain, piped}, 0},
		{[]files.Input{gone}, 0},
	} {
		if got := sizeOf(c.files); got != c.want {
			t.Errorf("%+v: %d", c.files, got)
		}
	}
}
