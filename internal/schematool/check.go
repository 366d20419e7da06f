package schematool

// This file compares committed files with what would be generated.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"
)

// A Drift is a generated file that differs from what its job would write now.
type Drift struct {
	Job     Job
	Missing bool   // the file does not exist
	Want    []byte // what the job would write
	Diff    []byte // from the file to Want, in the unified format; names as Name gave them
}

// An Outcome is the result of checking one job: no difference, a drift, or why it could
// not be checked.
type Outcome struct {
	Job   Job
	Drift *Drift
	Err   error
}

// Check regenerates the jobs in memory and compares. The outcomes are in the
// order of the jobs. name converts file names for display.
//
// Documents are reflected as if the Go files had been generated already: a type whose
// list of constants is stale or missing is reported as one drift of the list and one of
// each document, not as a package that does not compile.
func Check(ctx context.Context, jobs []Job, name func(string) string) ([]Outcome, error) {
	outcomes := make([]Outcome, len(jobs))
	overlay := make(map[string][]byte)
	for i, job := range jobs {
		outcomes[i].Job = job
		if job.Reflect != nil {
			continue
		}
		content, err := job.source(ctx, overlay)
		if err != nil {
			outcomes[i].Err = err
			continue
		}
		outcomes[i].Drift, outcomes[i].Err = compare(job, content, name)
		if file, err := filepath.Abs(job.Output()); err == nil && outcomes[i].Drift != nil {
			overlay[file] = content
		}
	}
	for _, batch := range batches(jobs) {
		contents, err := batch.reflect(ctx, jobs, overlay)
		for n, i := range batch.jobs {
			o := &outcomes[i]
			switch {
			case err != nil:
				o.Err = err
			case contents[n].err != nil:
				o.Err = contents[n].err
			default:
				o.Drift, o.Err = compare(jobs[i], contents[n].document, name)
			}
		}
	}
	return outcomes, ctx.Err()
}

// source returns the Go source that a job generates, after those with files in the
// overlay.
func (j Job) source(ctx context.Context, overlay map[string][]byte) ([]byte, error) {
	if j.Describe != nil {
		return j.Describe.source(overlay)
	}
	return enumOver(ctx, j.Enum.EnumTarget, overlay)
}

// A batch is a set of types that one program can reflect: types of one package.
type batch struct {
	jobs []int // indices
}

func batches(jobs []Job) []*batch {
	var all []*batch
	byPackage := make(map[Target]*batch)
	for i, job := range jobs {
		if job.Reflect == nil {
			continue
		}
		key := job.Reflect.Target
		key.Type, key.ID, key.Null = "", "", ""
		if isPath(key.Package) {
			key.Dir, key.Package = join(key.Dir, key.Package), "."
		}
		b := byPackage[key]
		if b == nil {
			b = new(batch)
			byPackage[key] = b
			all = append(all, b)
		}
		b.jobs = append(b.jobs, i)
	}
	return all
}

func (b *batch) reflect(ctx context.Context, jobs []Job, overlay map[string][]byte) ([]result, error) {
	targets := make([]Target, len(b.jobs))
	for n, i := range b.jobs {
		targets[n] = jobs[i].Reflect.Target
	}
	return reflectAll(ctx, targets, overlay)
}

func compare(job Job, want []byte, name func(string) string) (*Drift, error) {
	file := job.Output()
	have, err := os.ReadFile(file)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return nil, fmt.Errorf("reading the committed file: %w", err)
	}
	// A checkout may have converted line breaks to CRLF.
	have = bytes.ReplaceAll(have, []byte("\r\n"), []byte("\n"))
	if !missing && (bytes.Equal(have, want) || job.Reflect == nil && isSameCode(have, want)) {
		return nil, nil
	}
	shown := name(file)
	before := "a/" + shown
	if missing {
		before = os.DevNull
	}
	return &Drift{
		Job:     job,
		Missing: missing,
		Want:    want,
		Diff:    diff.Diff(before, have, "b/"+shown, want),
	}, nil
}

// isSameCode reports whether two Go files differ only in comments after the first line, which versions of
// verdict write differently.
func isSameCode(a, b []byte) bool {
	firstA, restA, _ := bytes.Cut(a, []byte("\n"))
	firstB, restB, _ := bytes.Cut(b, []byte("\n"))
	codeA, errA := withoutComments(restA)
	codeB, errB := withoutComments(restB)
	return bytes.Equal(firstA, firstB) && errA == nil && errB == nil && bytes.Equal(codeA, codeB)
}

func withoutComments(source []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var code bytes.Buffer
	err = format.Node(&code, files, file)
	return code.Bytes(), err
}
