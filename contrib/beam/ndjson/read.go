package ndjson

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/records"
)

// This file reads records with a splittable DoFn, whose restrictions are ranges of bytes.

func init() {
	register.DoFn4x1[context.Context, *sdf.LockRTracker, fileio.FileMetadata, func(Record), error](&readFn{})
	register.Emitter1[Record]()
	register.Function1x2(byPath)
	register.Function2x1(first)
	register.Iter1[fileio.FileMetadata]()
}

// The size of the parts that a file is split into before anything is read. A runner may split them
// further while they are read.
const partSize = 64 << 20

// Read returns the records of the files that match globs, as a PCollection<Record>. The file systems
// of the globs must be registered with Beam. A glob that matches no file fails the pipeline; a file
// that several globs match is read once.
//
// Files whose names end in .gz or .zst are decompressed, and are not split.
func Read(s beam.Scope, globs ...string) beam.PCollection {
	s = s.Scope("ndjson.Read")
	for _, glob := range globs {
		filesystem.ValidateScheme(glob)
	}
	matches := fileio.MatchAll(s, beam.CreateList(s, globs), fileio.MatchEmptyDisallow())
	// Grouping the files also distributes them over the workers.
	grouped := beam.GroupByKey(s, beam.ParDo(s, byPath, matches))
	return ReadFiles(s, beam.ParDo(s, first, grouped))
}

// ReadFiles is [Read] for a PCollection<fileio.FileMetadata>, as package fileio returns it.
func ReadFiles(s beam.Scope, matches beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("ndjson.ReadFiles"), &readFn{}, matches)
}

func byPath(file fileio.FileMetadata) (string, fileio.FileMetadata) { return file.Path, file }

// first returns the first of the matches of a file.
func first(_ string, matches func(*fileio.FileMetadata) bool) (file fileio.FileMetadata) {
	matches(&file)
	return file
}

var byteOrderMark = []byte("\uFEFF")

// compressionOf returns the compression that the name of a file implies.
func compressionOf(path string) files.Compression {
	_, compression, _ := files.Classify(path)
	return compression
}

// readFn emits the records whose lines begin in the restriction, a range of bytes of a file. All lines of
// a compressed file belong to its first byte.
type readFn struct{}

func (*readFn) CreateInitialRestriction(file fileio.FileMetadata) offsetrange.Restriction {
	return offsetrange.Restriction{Start: 0, End: file.Size}
}

func (*readFn) SplitRestriction(file fileio.FileMetadata, part offsetrange.Restriction) []offsetrange.Restriction {
	if compressionOf(file.Path) != files.Uncompressed {
		return []offsetrange.Restriction{part}
	}
	return part.SizedSplits(partSize)
}

func (*readFn) RestrictionSize(_ fileio.FileMetadata, part offsetrange.Restriction) float64 {
	return part.Size()
}

func (*readFn) CreateTracker(part offsetrange.Restriction) *sdf.LockRTracker {
	return sdf.NewLockRTracker(offsetrange.NewTracker(part))
}

func (*readFn) ProcessElement(ctx context.Context, tracker *sdf.LockRTracker, file fileio.FileMetadata, emit func(Record)) error {
	part := tracker.GetRestriction().(offsetrange.Restriction)
	claim := func(offset int64) bool { return tracker.TryClaim(offset) }
	if compressionOf(file.Path) != files.Uncompressed {
		if part.Start > 0 || !claim(part.Start) {
			finish(tracker)
			return nil
		}
		claim = func(int64) bool { return true }
	}
	if err := readPart(ctx, file.Path, part.Start, claim, emit); err != nil {
		return fmt.Errorf("reading %s: %w", file.Path, err)
	}
	finish(tracker)
	return nil
}

// finish claims the rest of a restriction, in which no line begins.
func finish(tracker *sdf.LockRTracker) {
	if !tracker.IsDone() { // after a failed claim there must be no other
		tracker.TryClaim(tracker.GetRestriction().(offsetrange.Restriction).End)
	}
}

// readPart emits the records whose lines begin at an offset or later, until one cannot be claimed.
func readPart(ctx context.Context, path string, start int64, claim func(offset int64) bool, emit func(Record)) error {
	// A line begins at the offset if the byte before ends another.
	place := jsontape.Beginning
	place.Offset = max(start-1, 0)
	stored, err := openAt(ctx, path, place.Offset)
	if err != nil {
		return err
	}
	defer stored.Close()
	plain, err := files.Decompress(compressionOf(path), stored)
	if err != nil {
		return err
	}
	defer plain.Close()

	chunks := records.NewChunks(plain, int(maxLine), func() []byte { return make([]byte, 0, records.ChunkSize) })
	chunks.Between(place, start, math.MaxInt64)
	for first := start == 0; ; first = false {
		chunk, err := chunks.Next()
		var long *records.TooLongError
		if errors.As(err, &long) {
			place, size := chunks.SkipLine()
			if !claim(place.Offset) {
				return nil
			}
			emit(Record{File: path, Offset: place.Offset, Size: size})
			continue
		}
		if !readChunk(path, chunk, first, claim, emit) || err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// readChunk emits the records of a chunk, which may be the first of a file. It returns false if one of
// them cannot be claimed.
func readChunk(path string, chunk records.Chunk, first bool, claim func(offset int64) bool, emit func(Record)) bool {
	begin := chunk.Offset
	if first && bytes.HasPrefix(chunk.Text, byteOrderMark) {
		chunk.Text = chunk.Text[len(byteOrderMark):]
		chunk.Offset += int64(len(byteOrderMark))
	}
	lines := records.NewText(chunk.Text, records.Lines, records.Limits{}, chunk.Place)
	for {
		record, err := lines.Next()
		if err != nil { // io.EOF
			return true
		}
		// The line of the first record begins with the byte order mark.
		line := record.Offset
		if line == chunk.Offset {
			line = begin
		}
		if !claim(line) {
			return false
		}
		text := chunk.Text[record.Offset-chunk.Offset:]
		end := len(record.Text)
		if i := bytes.IndexByte(text[end:], '\n'); i >= 0 {
			end += i + 1
		} else {
			end = len(text)
		}
		emit(Record{File: path, Offset: record.Offset, Line: bytes.Clone(text[:end])})
	}
}
