package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress bar on standard error, for runs that take long and somebody who
// watches. It goes away as soon as there is a finding to read on the same
// terminal, or an end.

const (
	progressDelay = 500 * time.Millisecond // runs shorter than that show none
	progressPace  = 100 * time.Millisecond
	progressWidth = 30
)

type progress struct {
	w     io.Writer
	total int

	mu   sync.Mutex
	done int
	over bool
	seen bool // something is on the terminal
	stop chan struct{}
}

// newProgress starts a progress bar; nil, which does nothing, where nobody
// watches.
func newProgress(w io.Writer, total int) *progress {
	if !isTerminal(w) || total == 0 {
		return nil
	}
	p := &progress{w: w, total: total, stop: make(chan struct{})}
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

func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	filled := progressWidth * p.done / p.total
	bar := make([]rune, progressWidth)
	for i := range bar {
		bar[i] = '·'
		if i < filled {
			bar[i] = '█'
		}
	}
	p.seen = true
	fmt.Fprintf(p.w, "\r\x1b[K%s %d of %s", string(bar), p.done, count(p.total, "file"))
}

// step tells that a file is done.
func (p *progress) step() {
	if p != nil {
		p.mu.Lock()
		p.done = min(p.done+1, p.total) // a schema is no file of those to lint
		p.mu.Unlock()
	}
}

// end takes the bar off the terminal.
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
