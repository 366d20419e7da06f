package main

import (
	"context"
	"fmt"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/verdict-lint/verdict/internal/lint"
)

// fixFiles mends the files that can be mended, and counts the findings that are
// gone by that.
func fixFiles(ctx context.Context, linter *lint.Linter, files []lint.Input, unsafe bool, sink *lintSink) (int, error) {
	total := 0
	err := eachFix(ctx, linter, files, unsafe, sink, func(path string, _, after []byte, mended int) error {
		total += mended
		return lint.WriteFile(path, after)
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
		_, err := p.stdout.Write(diff.Diff("a/"+path, before, "b/"+path, after))
		return err
	})
	if err != nil {
		return failure{err}
	}
	fmt.Fprintf(p.stderr, "%s: %s of %s could be mended\n", count(len(files), "file"), count(total, "finding"), count(changed, "file"))
	return verdictOf(total, sink.problems)
}

// eachFix calls do for every file that is better with its fixes.
func eachFix(ctx context.Context, linter *lint.Linter, files []lint.Input, unsafe bool, sink *lintSink,
	do func(path string, before, after []byte, mended int) error) error {
	for i := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if files[i].Open != nil {
			return usagef("standard input cannot be mended; name the file")
		}
		before, after, mended, err := linter.Fix(&files[i], unsafe)
		if err == nil && mended > 0 {
			err = do(files[i].Path, before, after, mended)
		}
		if err != nil {
			if err := sink.Problem(err); err != nil {
				return err
			}
		}
	}
	return nil
}
