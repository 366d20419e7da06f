package bench

// This file measures what importing the library costs before main.

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// An InitCost is the cost of initializing one package.
type InitCost struct {
	Package      string
	Milliseconds float64
	Bytes        int
	OfReference  bool // the package is v5, or one that v5 imports
}

const (
	ourPath = "github.com/verdict-lint/verdict"
	v5Path  = "github.com/santhosh-tekuri/jsonschema/v5"
)

// StartCosts returns, in the order of initialization, the packages verdict
// imports whose initialization the runtime's GODEBUG=inittrace=1 mentions.
// It runs the present executable once more, with the argument -nothing, and
// needs the go command.
func StartCosts() ([]InitCost, error) {
	ours, err := dependencies(ourPath)
	if err != nil {
		return nil, err
	}
	theirs, err := dependencies(v5Path)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, "-nothing")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("tracing initialization: %w", err)
	}
	var costs []InitCost
	for _, m := range initLine.FindAllStringSubmatch(trace.String(), -1) {
		if !ours[m[1]] {
			continue
		}
		ms, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			return nil, err
		}
		bytes, err := strconv.Atoi(m[3])
		if err != nil {
			return nil, err
		}
		costs = append(costs, InitCost{m[1], ms, bytes, theirs[m[1]]})
	}
	return costs, nil
}

var initLine = regexp.MustCompile(`(?m)^init (\S+) @.*, ([0-9.]+) ms clock, ([0-9]+) bytes`)

func dependencies(path string) (map[string]bool, error) {
	out, err := exec.Command("go", "list", "-deps", path).Output()
	if err != nil {
		return nil, fmt.Errorf("go list -deps %s: %w", path, err)
	}
	all := make(map[string]bool)
	for name := range strings.Lines(string(out)) {
		all[strings.TrimSpace(name)] = true
	}
	return all, nil
}
