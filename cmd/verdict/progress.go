package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/words"
)

// This file draws a progress bar on standard error during long runs if it is a terminal.
// The bar is removed at the first finding on the same terminal and at the end.

const (
	progressDelay = 500 * time.Millisecond // shorter runs show no bar
	progressPace  = 100 * time.Millisecond
	progressWidth = 30
)

type progress struct {
	w     io.Writer
	files []files.Input

	mu    sync.Mutex
	begun int   // files
	done  int64 // bytes
	total int64 // bytes; 0 if unknown
	over  bool
	seen  bool // the bar is on the terminal
	stop  chan struct{}
}

// newProgress starts a progress bar. It returns nil, which does nothing, if w is not a
// terminal.
func newProgress(w io.Writer, inputs []files.Input) *progress {
	if !isTerminal(w) || len(inputs) == 0 {
		return nil
	}
	p := &progress{w: w, files: inputs, stop: make(chan struct{})}
	go p.run()
	return p
}

func (p *progress) run() {
	delay := time.NewTimer(progressDelay)
	defer delay.Stop()
	select {
	case <-delay.C:
	case <-p.stop:
		return
	}
	total := sizeOf(p.files)
	p.mu.Lock()
	p.total = total
	p.mu.Unlock()
	tick := time.NewTicker(progressPace)
	defer tick.Stop()
	for {
		p.draw()
		select {
		case <-tick.C:
		case <-p.stop:
			return
		}
	}
}

// sizeOf returns the number of bytes to lint, or 0 if it is unknown.
func sizeOf(inputs []files.Input) int64 {
	var total int64
	for i := range inputs {
		info, err := os.Stat(inputs[i].Path)
		if err != nil || inputs[i].Open != nil || inputs[i].Compression != files.Uncompressed || !info.Mode().IsRegular() {
			return 0
		}
		total += info.Size()
	}
	return total
}

func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	// The file begun last is not done yet. A file that grows has more bytes than expected.
	ended := max(p.begun-1, 0)
	filled := progressWidth * ended / len(p.files)
	text := fmt.Sprintf("%d of %s", ended, words.Count(len(p.files), "file"))
	if p.total > 0 {
		filled = int(progressWidth * min(p.done, p.total) / p.total)
	}
	if len(p.files) == 1 {
		text = fmt.Sprintf("%.0f MB", float64(p.done)/1e6)
		if p.total > 0 {
			text = fmt.Sprintf("%.0f of %.0f MB", float64(p.done)/1e6, float64(p.total)/1e6)
		}
	}
	bar := strings.Repeat("█", filled) + strings.Repeat("·", progressWidth-filled)
	p.seen = true
	fmt.Fprintf(p.w, "\r\x1b[K%s %s", bar, text)
}

// step records that a file was begun.
func (p *progress) step() {
	if p != nil {
		p.mu.Lock()
		p.begun = min(p.begun+1, len(p.files)) // a schema is not a file to lint
		p.mu.Unlock()
	}
}

// read records that bytes were read.
func (p *progress) read(bytes int64) {
	if p != nil {
		p.mu.Lock()
		p.done = bytes
		p.mu.Unlock()
	}
}

// end removes the bar from the terminal.
func (p *progress) end() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	p.over = true
	close(p.stop)
	if p.seen {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
