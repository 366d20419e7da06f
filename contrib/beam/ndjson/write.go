package ndjson

import (
	"bufio"
	"context"
	"fmt"
	"hash/fnv"
	"path"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

// This file writes lines to a fixed number of files.

func init() {
	register.DoFn2x0[[]byte, func(int, []byte)](&spreadFn{})
	register.DoFn2x0[[]byte, func(int, []byte)](&eachShardFn{})
	register.DoFn3x1[context.Context, int, func(*[]byte) bool, error](&writeFn{})
	register.Emitter2[int, []byte]()
	register.Iter1[[]byte]()
}

// Write writes a bounded PCollection<[]byte> to a number of files, shards. An element is a line, and gets
// a line end if it has none; empty ones are skipped. The order of the lines is not that of any input.
//
// One shard is the file itself. The names of several are made of it: of out/valid.ndjson the first of
// 3 is out/valid-00001-of-00003.ndjson. Every shard is written, also if it has no lines, and lines are
// assigned to shards by their content, so that a retry writes the same files.
func Write(s beam.Scope, file string, shards int, lines beam.PCollection) {
	s = s.Scope("ndjson.Write")
	filesystem.ValidateScheme(file)
	if shards < 1 {
		panic(fmt.Sprintf("ndjson.Write: %d shards; there must be at least 1", shards))
	}
	lines = beam.WindowInto(s, window.NewGlobalWindows(), lines)
	keyed := beam.ParDo(s, &spreadFn{shards}, lines)
	all := beam.ParDo(s, &eachShardFn{shards}, beam.Impulse(s))
	beam.ParDo0(s, &writeFn{file, shards}, beam.GroupByKey(s, beam.Flatten(s, keyed, all)))
}

// spreadFn assigns lines to shards.
type spreadFn struct{ Shards int }

func (fn *spreadFn) ProcessElement(line []byte, emit func(int, []byte)) {
	shard := 0
	if fn.Shards > 1 {
		hash := fnv.New64a()
		hash.Write(line)
		shard = int(hash.Sum64() % uint64(fn.Shards))
	}
	emit(shard, line)
}

// eachShardFn emits an empty element for each shard, so that all are written.
type eachShardFn struct{ Shards int }

func (fn *eachShardFn) ProcessElement(_ []byte, emit func(int, []byte)) {
	for shard := range fn.Shards {
		emit(shard, nil)
	}
}

// writeFn writes a shard.
type writeFn struct {
	File   string
	Shards int
}

func (fn *writeFn) ProcessElement(ctx context.Context, shard int, lines func(*[]byte) bool) error {
	name := ShardName(fn.File, shard+1, fn.Shards)
	system, err := filesystem.New(ctx, name)
	if err != nil {
		return err
	}
	defer system.Close()
	file, err := system.OpenWrite(ctx, name)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(file, 1<<20)
	var line []byte
	for lines(&line) {
		buffer.Write(line) // an error is returned by Flush
		if n := len(line); n > 0 && line[n-1] != '\n' {
			buffer.WriteByte('\n')
		}
	}
	if err := buffer.Flush(); err != nil {
		file.Close()
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// ShardName returns the name of the shard i of n of a file, counted from 1.
func ShardName(file string, i, n int) string {
	if n == 1 {
		return file
	}
	extension := path.Ext(file)
	return fmt.Sprintf("%s-%05d-of-%05d%s", strings.TrimSuffix(file, extension), i, n, extension)
}
