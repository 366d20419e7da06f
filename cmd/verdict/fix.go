package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/verdict-lint/verdict/internal/atomicfile"
	"github.com/verdict-lint/verdict/internal/lint"
	"github.com/verdict-lint/verdict/internal/report"
)

// fixFiles mends the files that can be mended, and counts the findings that are
// gone by that.
func fixFiles(ctx context.Context, linter *lint.Linter, files []lint.Input, unsafe bool, sink *lintSink) (int, error) {
	total := 0
	err := eachFix(ctx, linter, files, unsafe, sink, func(path string, _, after []byte, mended int) error {
		total += mended
		return atomicfile.Write(filepath.FromSlash(path), after)
	})
	return total, err
}

// runDiff shows what fixFiles would do, as one unified diff for all files. There
// being something to do is what makes the exit code 1.
func runDiff(ctx context.Context, p process, linter *lint.Linter, files []lint.Input, unsafe bool, sink *lintSink) error {
	total, changed := 0, 0
	err := eachFix(ctx, linter, files, unsafe, sink, func(path string, before, after []byte, mended int) error {
		total += mended
		changed++
		text := string(diff.Diff("a/"+path, before, "b/"+path, after))
		if isTerminal(p.stdout) { // which would obey what only a program is to read
			text = report.Printable(text)
		}
		_, err := io.WriteString(p.stdout, text)
		return err
	})
	if err != nil {
		return failure{err}
	}
	fmt.Fprintf(p.stderr, "%s: %s of %s could be mended\n", count(len(files), "file"), count(total, "finding"), count(changed, "file"))
	return verdictOf(total, sink.problems)
}

// A mended file is one as it was and as it is with its fixes.
type mendedFile struct {
	input         *lint.Input
	before, after []byte
	mended        int
	err           error
}

// eachFix calls do, in order, for every file that is better with its fixes. Files
// are mended in parallel, and no more of them at a time than there are jobs, so
// that few are in memory.
func eachFix(ctx context.Context, linter *lint.Linter, files []lint.Input, unsafe bool, sink *lintSink,
	do func(path string, before, after []byte, mended int) error) error {
	for i := range files {
		if files[i].Open != nil {
			return usagef("standard input cannot be mended; name the file")
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for next := range mendAll(ctx, linter, files, unsafe) {
		var m mendedFile
		select {
		case m = <-next:
		case <-ctx.Done(): // a large file takes long to mend
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if m.err == nil && m.mended > 0 {
			m.err = do(m.input.Path, m.before, m.after, m.mended)
		}
		if m.err != nil {
			if err := sink.Problem(m.err); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// mendAll mends files and gives them in order, until the context ends.
func mendAll(ctx context.Context, linter *lint.Linter, files []lint.Input, unsafe bool) <-chan chan mendedFile {
	queue := make(chan chan mendedFile, linter.Jobs())
	go func() {
		defer close(queue)
		for i := range files {
			next := make(chan mendedFile, 1)
			select {
			case queue <- next:
			case <-ctx.Done():
				return
			}
			go func() {
				m := mendedFile{input: &files[i]}
				m.before, m.after, m.mended, m.err = linter.Fix(m.input, unsafe)
				next <- m
			}()
		}
	}()
	return queue
}
