package schematool

// This file reads the go command's environment for a directory.

import (
	"context"
	"encoding/json"
	"os"

	"github.com/verdict-lint/verdict/internal/gocommand"
)

// goEnvironment is the output of `go env` in a directory.
type goEnvironment struct {
	GOMOD      string // the go.mod in force, or "" or the null device
	GOWORK     string // the go.work in force, "off", or ""
	GOMODCACHE string
	GOROOT     string
	GOFLAGS    string
	GOHOSTOS   string
	GOHOSTARCH string
	GOVERSION  string
}

func (e goEnvironment) hasModule() bool {
	return e.GOMOD != "" && e.GOMOD != os.DevNull
}

func (e goEnvironment) hasWorkspace() bool {
	return e.GOWORK != "" && e.GOWORK != "off"
}

func readGoEnvironment(ctx context.Context, dir string) (goEnvironment, error) {
	var e goEnvironment
	out, err := gocommand.Run(ctx, dir, nil, "env", "-json", "GOMOD", "GOWORK", "GOMODCACHE", "GOROOT", "GOFLAGS", "GOHOSTOS", "GOHOSTARCH", "GOVERSION")
	if err != nil {
		return e, err
	}
	return e, json.Unmarshal(out, &e)
}
