package filter

import (
	"bytes"
	"context"
	"errors"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/records"
)

// This file validates the records of a chunk.

// A part is the output of some records of a chunk, in order.
type part struct {
	valid                   []byte
	rejects                 []byte
	validCount, rejectCount int64
}

// maxPart is the size of rejects at which a worker waits until they are written, because the rejects of a
// chunk can be a thousand times as large as the chunk.
const maxPart = 256 << 10

// work processes tasks until there are no more, or the run has ended.
func (r *run) work(ctx context.Context) {
	observe := func([]byte, error) {}
	if r.Observer != nil {
		observe = r.Observer()
	}
	for {
		var t *task
		select {
		case t = <-r.todo:
		case <-ctx.Done(): // the producer may still be reading
			return
		}
		if t == nil || ctx.Err() != nil {
			return
		}
		w := worker{run: r, ctx: ctx, task: t, observe: observe}
		switch {
		case t.tooLong > 0:
			w.reject(&Reject{Offset: t.chunk.Offset, Line: max(t.chunk.Line, 0), Size: t.tooLong, Err: TooLong(r.MaxLine)})
			w.send()
		case t.err == nil:
			w.validate()
		}
		close(t.parts)
	}
}

// A worker validates one chunk.
type worker struct {
	*run
	ctx     context.Context
	task    *task
	observe func(record []byte, err error)
	part    part
	kept    int // bytes of the chunk that have been replaced by its valid lines
}

// validate moves the valid lines of the chunk to its beginning, and writes rejects for the others.
func (w *worker) validate() {
	chunk := &w.task.chunk
	text := chunk.Text
	lines := records.NewText(text, records.Lines, records.Limits{Bytes: w.MaxLine}, chunk.Place)
	begin := 0 // of the lines of the part
	for {
		record, err := lines.Next()
		if err != nil { // io.EOF
			break
		}
		start := int(record.Offset - chunk.Offset)
		end := start + len(record.Text)
		if i := bytes.IndexByte(text[end:], '\n'); i >= 0 {
			end += i + 1
		} else {
			end = len(text)
		}
		invalid, err := w.check(record)
		if err != nil {
			w.task.err = files.Describe(w.task.source.Name(), err)
			break
		}
		if invalid == nil {
			w.observe(record.Text, nil)
			if w.kept < start {
				copy(text[w.kept:], text[start:end])
			}
			w.kept += end - start
			w.part.validCount++
			continue
		}
		reject := Reject{Offset: record.Offset, Line: max(record.Line, 0), Record: record.Text, Err: invalid}
		if record.Exceeds(w.MaxLine) {
			reject.Record, reject.Size = nil, int64(end-start)
		}
		w.reject(&reject)
		if len(w.part.rejects) > maxPart {
			w.part.valid = text[begin:w.kept]
			begin = w.kept
			if !w.send() {
				return
			}
		}
	}
	w.part.valid = text[begin:w.kept]
	if n := len(w.part.valid); w.task.endLine && n > 0 && w.part.valid[n-1] != '\n' {
		w.part.valid = append(w.part.valid, '\n')
	}
	w.send()
}

// check returns the violations of a record, nil if it is valid. Any other error ends the run.
func (w *worker) check(record *records.Record) (*verdict.Error, error) {
	if record.Exceeds(w.MaxLine) {
		return TooLong(w.MaxLine), nil
	}
	err := w.Schema.Validate(record.Text)
	if err == nil {
		return nil, nil
	}
	var invalid *verdict.Error
	if errors.As(err, &invalid) {
		return invalid, nil
	}
	return nil, err
}

// reject adds a record to the rejects of the part.
func (w *worker) reject(reject *Reject) {
	w.observe(reject.Record, reject.Err)
	w.part.rejectCount++
	if w.Rejects.Writer == nil {
		return
	}
	reject.File = w.task.source.Name()
	if w.Redact {
		reject.Record = nil
	}
	w.part.rejects = reject.Append(w.part.rejects)
}

// send passes the part on, and begins another. It returns false if the run has ended.
func (w *worker) send() bool {
	select {
	case w.task.parts <- w.part:
		w.part = part{}
		return true
	case <-w.ctx.Done():
		return false
	}
}
