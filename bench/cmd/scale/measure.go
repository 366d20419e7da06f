package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/verdict-lint/verdict/bench"
)

// This file runs the programs one at a time, and writes the table.

// A run is the resource usage of one process.
type run struct {
	program
	bytes     int64 // that were read
	wall, cpu time.Duration
	memory    int64 // at its peak, in bytes
}

// measureAll runs every program. Those of a size take turns, and of the runs with a file the one with the least
// processor time is kept.
func measureAll(sizes [][]program, rounds int, limit time.Duration) [][]run {
	all := make([][]run, len(sizes))
	for k, programs := range sizes {
		all[k] = make([]run, len(programs))
		for round := range rounds {
			for i := range programs {
				if programs[i].loops > 0 && round > 0 {
					continue
				}
				r, err := programs[i].measure(limit)
				if err != nil {
					log.Fatalf("%s: %v", programs[i].name, err)
				}
				log.Printf("%s: %d MB, %v, processor %v", r.name, r.bytes/1e6, r.wall.Round(time.Millisecond), r.cpu.Round(time.Millisecond))
				if best := &all[k][i]; best.cpu == 0 || r.cpu < best.cpu {
					*best = r
				}
			}
		}
	}
	return all
}

// measure runs a program once. Its output is discarded. Invalid records are no failure, and neither is a last
// record that is cut off at the end of the time.
func (p program) measure(limit time.Duration) (run, error) {
	cmd := exec.Command(p.arguments[0], p.arguments[1:]...)
	cmd.Dir = p.dir
	r := run{program: p, bytes: p.size}
	fed := make(chan error, 1)
	if p.loops > 0 {
		stdin, feed, err := os.Pipe()
		if err != nil {
			return run{}, err
		}
		cmd.Stdin = stdin
		go func() { fed <- p.feed(feed, limit, &r.bytes) }()
		defer stdin.Close()
	} else {
		fed <- nil
	}
	start := time.Now()
	err := cmd.Run()
	r.wall = time.Since(start)
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() >= 126) {
		return run{}, err
	}
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	r.memory = bench.PeakMemory(cmd.ProcessState)
	return r, <-fed
}

// feed writes the file repeatedly to a pipe until the time is over, and closes the pipe.
func (p program) feed(pipe *os.File, limit time.Duration, written *int64) error {
	defer pipe.Close()
	*written = 0
	start := time.Now()
	for range p.loops {
		file, err := os.Open(filepath.Join(p.dir, inputFile))
		if err != nil {
			return err
		}
		for left := p.size; left > 0 && time.Since(start) < limit; {
			n, err := io.CopyN(pipe, file, min(left, 16<<20))
			*written, left = *written+n, left-n
			if err != nil {
				file.Close()
				return err
			}
		}
		file.Close()
	}
	return nil
}

// writeTable writes a table of the runs. Others are compared with the first program of the same
// size, or with that of the first size if it is the only one of its size.
func writeTable(w io.Writer, sizes [][]run) {
	fmt.Fprintf(w, "Measured on %s, %d CPUs, %s/%s. Versions: %s.\n\n", bench.Processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, strings.Join(versions(sizes), ", "))
	fmt.Fprintln(w, "| input | program | read | wall | processor time per GB | × verdict | peak memory |\n|---|---|--:|--:|--:|--:|--:|")
	perGB := func(r *run) float64 { return r.cpu.Seconds() / (float64(r.bytes) / gigabyte) }
	for _, runs := range sizes {
		ours := &sizes[0][0]
		if len(runs) > 1 {
			ours = &runs[0]
		}
		for i := range runs {
			r := &runs[i]
			input := "file"
			if r.loops > 0 {
				input = fmt.Sprintf("%d GB by standard input", r.size*r.loops/gigabyte)
			}
			fmt.Fprintf(w, "| %s | %s | %.2f GB | %.1f s | %.2f s | %.1f | %d MB |\n",
				input, r.name, float64(r.bytes)/gigabyte, r.wall.Seconds(), perGB(r), perGB(r)/perGB(ours), r.memory>>20)
		}
	}
	fmt.Fprintln(w, "\nCommands:\n\n```sh")
	seen := make(map[string]bool)
	for _, runs := range sizes {
		for i := range runs {
			if line := runs[i].shown(); !seen[line] {
				seen[line] = true
				fmt.Fprintln(w, line)
			}
		}
	}
	fmt.Fprintln(w, "```")
}

// shown returns the command as a person would type it.
func (p program) shown() string {
	return filepath.Base(p.arguments[0]) + " " + strings.Join(p.arguments[1:], " ") + " > /dev/null"
}

// versions returns the versions of the programs.
func versions(sizes [][]run) []string {
	var all []string
	for _, runs := range sizes {
		for i := range runs {
			r := &runs[i]
			path := r.arguments[0]
			var args []string
			switch {
			case strings.HasPrefix(r.name, "python3-jsonschema"):
				args = []string{"-c", "import sys; from importlib.metadata import version; print('python3-jsonschema', version('jsonschema'), 'on Python', sys.version.split()[0])"}
			case r.name == "jq":
				args = []string{"--version"}
			case r.name == "sourcemeta validate":
				args = []string{"version"}
			default:
				continue
			}
			out, err := exec.Command(path, args...).Output()
			if err != nil {
				continue
			}
			line := strings.TrimSpace(string(out))
			if r.name == "sourcemeta validate" {
				line = "@sourcemeta/jsonschema " + line
			}
			if r.loops == 0 {
				all = append(all, line)
			}
		}
	}
	return all
}
