package schematool

// From targets to documents.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Reflect gives the JSON Schema document of a target, indented and ending in a
// newline.
//
// The error is a [*UsageError] where the target names no package or no type
// that a program could import; otherwise it says what the go command, the
// package or the type itself stands in the way with.
func Reflect(ctx context.Context, t Target) ([]byte, error) {
	results, err := ReflectAll(ctx, t, []string{t.Type})
	if err != nil {
		return nil, err
	}
	return results[0].Document, results[0].Err
}

// A Result is what came of one type: its document, or why there is none.
type Result struct {
	Document []byte
	Err      error
}

// ReflectAll reflects several types of one target's package with one program.
// The results are in the order of the type expressions; the error is of what
// concerns them all.
func ReflectAll(ctx context.Context, t Target, typeExpressions []string) ([]Result, error) {
	return reflectAll(ctx, t, typeExpressions, nil)
}

// reflectAll takes the files of the overlay, by absolute path, as having that
// content.
func reflectAll(ctx context.Context, t Target, typeExpressions []string, overlay map[string][]byte) ([]Result, error) {
	e, err := newEnvironment(ctx, t)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	e.overlay = overlay
	p, err := e.load(ctx, t.Package)
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(typeExpressions))
	var good []*typeExpression
	var places []int
	for i, source := range typeExpressions {
		x, err := p.expression(source)
		if err != nil {
			results[i].Err = err
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
			r.Err = fmt.Errorf("%s.%s: %w", p.PkgPath, typeExpressions[places[n]], errors.New(d.Error))
			continue
		}
		r.Document, r.Err = indent(d.Document)
	}
	return results, nil
}

// indent lays a document out as it is committed: two spaces, one newline at
// the end.
func indent(document []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := json.Indent(&b, bytes.TrimSpace(document), "", "  "); err != nil {
		return nil, fmt.Errorf("the reflected document is no JSON: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
