package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/report"
	"github.com/verdict-lint/verdict/internal/words"
)

// fixFiles applies fixes to files and counts the findings whose fixes were written.
func fixFiles(ctx context.Context, linter *lint.Linter, inputs []files.Input, unsafe bool, sink *lintSink) (int, error) {
	total := 0
	removeStale(inputs)
	err := eachFix(ctx, linter, inputs, unsafe, sink, func(path string, before, after []byte, fixed int) error {
		if err := leadsOut(filepath.FromSlash(path)); err != nil {
			return fmt.Errorf("%s: not fixed: %w", path, err)
		}
		err := atomicfile.Replace(filepath.FromSlash(path), before, after)
		switch {
		case errors.Is(err, atomicfile.ErrChanged):
			return fmt.Errorf("%s: changed while it was being linted; not fixed", path)
		case errors.Is(err, atomicfile.ErrReadOnly):
			return fmt.Errorf("%s: the file is read-only; not fixed", path)
		case err == nil:
			total += fixed
		}
		return err
	})
	return total, err
}

// removeStale removes the temporary files that a killed run left next to the files.
func removeStale(inputs []files.Input) {
	done := make(map[string]bool)
	for i := range inputs {
		dir := filepath.Dir(filepath.FromSlash(inputs[i].Path))
		if !done[dir] && leadsOut(filepath.Join(dir, "file")) == nil {
			atomicfile.RemoveStale(dir)
		}
		done[dir] = true
	}
}

// runDiff prints what fixFiles would change, as one unified diff for all files. The exit
// code is 1 if the diff is not empty.
func runDiff(ctx context.Context, p process, linter *lint.Linter, set *settings, inputs []files.Input, sink *lintSink) error {
	if path := redactedFile(set, inputs); path != "" {
		return failuref("%s: redact in .verdict.yaml forbids --diff, which prints lines of the file; use --fix", path)
	}
	total := 0
	shown := make(map[string]bool)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	err := eachFix(ctx, linter, inputs, set.flags.unsafe, sink, func(path string, before, after []byte, fixed int) error {
		name := patchName(path)
		if shown[name] { // through another of its names
			return nil
		}
		shown[name] = true
		total += fixed
		text := patch(name, before, after)
		if isTerminal(p.stdout) { // do not let the terminal interpret control characters
			text = report.Printable(text)
		}
		if _, err := io.WriteString(p.stdout, text); err != nil {
			cancel(err) // the rest cannot be written either
		}
		return nil
	})
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return failure{Err: err}
	}
	fmt.Fprintf(p.stderr, "%s in %s\n", words.Count(total, "fixable problem"), words.Count(len(shown), "file"))
	return verdictOf(total > 0, sink.problems)
}

// A fixedFile holds the content of a file before and after its fixes.
type fixedFile struct {
	input         *files.Input
	before, after []byte
	fixed         int
	err           error
}

// eachFix calls do, in order, for every file that has fixes. The number of files fixed in
// parallel, and so in memory, is that of jobs.
func eachFix(ctx context.Context, linter *lint.Linter, inputs []files.Input, unsafe bool, sink *lintSink,
	do func(path string, before, after []byte, fixed int) error) error {
	for i := range inputs {
		switch in := &inputs[i]; {
		case in.Open != nil:
			return usagef("--fix does not work on standard input; name the file")
		case in.IsStream():
			return usagef("--fix does not work on %s, which is not a regular file; leave it out", in.Path)
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for next := range fixAll(ctx, linter, inputs, unsafe) {
		var m fixedFile
		select {
		case m = <-next:
		case <-ctx.Done(): // fixing a large file takes long
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if m.err == nil && m.fixed > 0 {
			m.err = do(m.input.Path, m.before, m.after, m.fixed)
		}
		if m.err != nil {
			sink.complain(m.err)
		}
	}
	return ctx.Err()
}

// fixAll fixes files and returns them in order, until the context ends.
func fixAll(ctx context.Context, linter *lint.Linter, inputs []files.Input, unsafe bool) <-chan chan fixedFile {
	queue := make(chan chan fixedFile, linter.Jobs())
	go func() {
		defer close(queue)
		for i := range inputs {
			next := make(chan fixedFile, 1)
			select {
			case queue <- next:
			case <-ctx.Done():
				return
			}
			go func() {
				m := fixedFile{input: &inputs[i]}
				m.before, m.after, m.fixed, m.err = linter.Fix(m.input, unsafe)
				next <- m
			}()
		}
	}()
	return queue
}

// redactedFile returns the first file whose values are not shown; "" if there is none.
func redactedFile(set *settings, inputs []files.Input) string {
	redact := set.redact()
	for i := range inputs {
		if redact != nil && redact(inputs[i].Path) {
			return inputs[i].Path
		}
	}
	return ""
}
