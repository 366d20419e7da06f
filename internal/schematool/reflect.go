package schematool

// This file reflects targets to documents.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Reflect returns the JSON Schema document of a target, indented and ending in a
// newline.
//
// The error is a [*UsageError] if the target names no package or no type that a program can
// import; otherwise it is that of the go command, the package or the type.
func Reflect(ctx context.Context, t Target) ([]byte, error) {
	results, err := reflectAll(ctx, []Target{t}, nil)
	if err != nil {
		return nil, err
	}
	return results[0].document, results[0].err
}

// A result is the result for one target: its document or an error.
type result struct {
	document []byte
	err      error
}

// reflectAll reflects several targets of one package with one program. The
// results are in the order of the targets; the error is one that concerns them
// all. The files of the overlay, by absolute path, are read with its
// content.
func reflectAll(ctx context.Context, targets []Target, overlay map[string][]byte) ([]result, error) {
	e, err := newEnvironment(ctx, targets[0])
	if err != nil {
		return nil, err
	}
	defer e.Close()
	if err := e.replace(overlay); err != nil {
		return nil, err
	}
	p, err := e.load(ctx, targets[0].Package, e.othersOf(targets))
	if err != nil {
		return nil, err
	}
	results := make([]result, len(targets))
	var good []*typeExpression
	var places []int
	for i, t := range targets {
		x, err := p.expression(t)
		if err != nil {
			results[i].err = err
			continue
		}
		good, places = append(good, x), append(places, i)
	}
	if len(good) == 0 {
		return results, nil
	}
	documents, err := e.run(ctx, p, good, p.descriptions(e.known.GOROOT, good))
	if err != nil {
		return nil, err
	}
	for n, d := range documents {
		r := &results[places[n]]
		if d.Error != "" {
			r.err = errors.New(strings.TrimPrefix(d.Error, "verdict: ")) // it names the type
			continue
		}
		r.document, r.err = indent(d.Document)
	}
	return results, nil
}

// indent formats a document for a commit: two spaces, one newline at the end.
func indent(document []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(document), "", "  "); err != nil {
		return nil, fmt.Errorf("the reflected document is not JSON: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
