package main

import (
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// onTerminal runs the program with a terminal for its output and returns what is
// to be seen there.
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
	_, _ = io.Copy(&out, terminal) // ends with an error when the program does
	_ = cmd.Wait()
	return out.String()
}

func TestOnATerminalThereIsColour(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.json")
	write(t, file, `{"id": "`+strings.Repeat("x", 200)+`"}`)
	out := onTerminal(t, nil, "lint", "--no-config", file)
	if !strings.Contains(out, "\x1b[") {
		t.Errorf("no colour:\n%q", out)
	}
	for _, env := range []string{"NO_COLOR=1", "TERM=dumb"} {
		if out := onTerminal(t, []string{env}, "lint", "--no-config", file); strings.Contains(out, "\x1b[") {
			t.Errorf("with %s there is colour:\n%q", env, out)
		}
	}
}

func TestSourceLinesFitTheTerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.json")
	write(t, file, `{"id": "`+strings.Repeat("x", 200)+`"}`)
	out := onTerminal(t, []string{"NO_COLOR=1"}, "lint", "--no-config", file)
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
	p := newProgress(terminal, 4)
	p.step()
	p.draw()
	p.end()
	p.draw() // too late: nothing is drawn
	terminal.Close()
	want := "\r\x1b[K" + strings.Repeat("█", 7) + strings.Repeat("·", 23) + " 1 of 4 files\r\x1b[K"
	if out := <-seen; out != want {
		t.Errorf("got  %q\nwant %q", out, want)
	}
}

func TestNobodyWatchingThereIsNoProgressBar(t *testing.T) {
	if newProgress(new(bytes.Buffer), 10) != nil {
		t.Error("there is one")
	}
	var none *progress
	none.step()
	none.end()
}
