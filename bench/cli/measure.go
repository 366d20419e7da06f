package main

// This file measures commands as whole processes, which take turns, with the resource usage that the
// operating system reports.

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"time"

	"github.com/verdict-lint/verdict/bench"
)

// A run is the resource usage of one process.
type run struct {
	wall, cpu time.Duration
	memory    int64 // at its peak, in bytes
	output    int64 // bytes written
	exit      int
}

// A counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// measure runs a command once. Its output is read from a pipe and counted.
func (c *command) measure() (run, error) {
	var written counter
	cmd := exec.Command(c.arguments[0], c.arguments[1:]...)
	cmd.Dir = c.directory
	cmd.Stdout, cmd.Stderr = &written, &written
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if cmd.ProcessState == nil {
		return run{}, err
	}
	r := run{
		wall: wall, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		memory: bench.PeakMemory(cmd.ProcessState), output: int64(written), exit: cmd.ProcessState.ExitCode(),
	}
	if !slices.Contains(c.exit, r.exit) {
		return r, fmt.Errorf("%s ended with %d, not %d: it was not doing the task", c.shown(), r.exit, c.exit)
	}
	return r, nil
}

// measureAll measures every task and writes the tables.
func measureAll(t tools, scratch string, rounds int, scale float64) ([]byte, error) {
	tasks, err := t.tasks(data{scratch}, scale)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	writeMachine(&b, t, rounds)
	for i := range tasks {
		fmt.Fprintln(os.Stderr, tasks[i].title)
		runs, err := tasks[i].measure(rounds)
		if err != nil {
			return nil, err
		}
		tasks[i].write(&b, runs)
	}
	return b.Bytes(), nil
}

// measure runs every command of a task once in each round, after a round that is not counted. It returns
// the runs of each command, in order.
func (t *task) measure(rounds int) ([][]run, error) {
	if t.short {
		rounds *= 5
	}
	runs := make([][]run, len(t.commands))
	for round := range rounds + 1 {
		for i := range t.commands {
			r, err := t.commands[i].measure()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				runs[i] = append(runs[i], r)
			}
		}
	}
	return runs, nil
}

// quartiles has the median and the quartiles of a figure.
func quartiles(values []float64) (low, median, high float64) {
	slices.Sort(values)
	at := func(q float64) float64 {
		position := q * float64(len(values)-1)
		i := int(position)
		if i+1 == len(values) {
			return values[i]
		}
		return values[i] + (position-float64(i))*(values[i+1]-values[i])
	}
	return at(.25), at(.5), at(.75)
}

func machine() string {
	return fmt.Sprintf("%s/%s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}
