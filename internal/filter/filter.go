// Package filter separates the records of NDJSON into valid and invalid ones. Valid records are written
// byte for byte, and invalid ones with their violations, both in the order of the input. Memory does not
// depend on the size of the input, and records are validated by all CPUs.
package filter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/records"
	"github.com/verdict-lint/verdict/internal/shard"
)

// Options configure [Run].
type Options struct {
	Schema *verdict.Schema
	Inputs []Source    // in the order of the output
	Shard  shard.Shard // of the inputs; the zero value is all

	Valid   Output
	Rejects Output // not written without a Writer
	Redact  bool   // leave the records out of rejects; the schema is compiled with redaction, too

	MaxLine int // maximum size of a line in bytes; 0 for the default of package files
	Jobs    int // number of goroutines that validate; 0 for one for each CPU

	// Observer is called once by each goroutine that validates, and what it returns for each record and the
	// result of validating it, which is nil or a *verdict.Error. The record must not be retained; it is nil if
	// its line is too long. It may be nil.
	Observer func() func(record []byte, err error)
}

// Totals count what a run has written. If there is no output for rejects, they count as written.
type Totals struct {
	Inputs         int // of which at least a part was read
	Valid, Invalid int64
}

// Records is the number of all records.
func (t *Totals) Records() int64 { return t.Valid + t.Invalid }

// Run filters the inputs. If it returns an error, everything before the fault has been written and
// nothing after it, in whole lines, and the totals count that. The error is that of reading an input,
// with its name, or of the context, or a [*WriteError].
func Run(ctx context.Context, o Options) (Totals, error) {
	if o.MaxLine <= 0 {
		o.MaxLine = int(min(files.DefaultLimits.Line, math.MaxInt))
	}
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	pieces, err := o.pieces()
	if err != nil {
		return Totals{}, err
	}
	r := &run{
		Options: o, todo: make(chan *task, o.Jobs), queue: make(chan *task, tasksPerJob*o.Jobs),
		buffers: make(chan []byte, tasksPerJob*o.Jobs), written: make(chan struct{}, 1),
	}
	ctx, cancel := context.WithCancel(ctx)
	var workers sync.WaitGroup
	defer workers.Wait()
	defer cancel()
	go r.produce(ctx, pieces)
	for range o.Jobs {
		workers.Go(func() { r.work(ctx) })
	}
	err = r.write(ctx)
	return r.totals, err
}

// pieces returns what the run reads.
func (o *Options) pieces() ([]shard.Piece, error) {
	inputs := make([]shard.Input, len(o.Inputs))
	for i, in := range o.Inputs {
		inputs[i] = shard.Input{Size: in.Size(), Splits: in.Splits()}
		if inputs[i].Size < 0 && !o.Shard.IsWhole() {
			return nil, fmt.Errorf("%s: cannot be divided into shards, because its size is not known before it has been read; store it in a file", in.Name())
		}
	}
	return o.Shard.Cut(inputs), nil
}

// A run is the state of [Run]. Chunks of lines are read in order, validated by any free worker, and written in
// order; the length of the queue bounds the memory.
type run struct {
	Options
	todo    chan *task // for the workers
	queue   chan *task // the same tasks, for writing
	buffers chan []byte
	totals  Totals

	held    atomic.Int64  // bytes of the tasks that are not written yet
	written chan struct{} // signals that held has decreased
}

// tasksPerJob is the number of tasks for each job that may wait for the output. The bytes of all tasks are
// limited to that number of chunks, too: if lines are long, there are fewer tasks, or only one.
const tasksPerJob = 8

// maxHeld is the number of bytes that tasks hold together, unless there is only one.
func (r *run) maxHeld() int64 { return int64(tasksPerJob * r.Jobs * records.ChunkSize) }

// A task is a chunk of an input, or an error instead of one.
type task struct {
	source Source
	first  bool // of this input
	err    error

	chunk   records.Chunk
	endLine bool      // the last line gets a line end if it has none
	tooLong int64     // the size of a line that is too long; the chunk has only its position
	parts   chan part // the output, closed at the end
}

// produce creates the tasks.
func (r *run) produce(ctx context.Context, pieces []shard.Piece) {
	defer close(r.todo)
	defer close(r.queue)
	for _, piece := range pieces {
		source := r.Inputs[piece.Input]
		err := r.read(ctx, source, piece)
		if err != nil && ctx.Err() == nil {
			r.submit(ctx, &task{source: source, err: files.Describe(source.Name(), err)})
		}
		if err != nil {
			return
		}
	}
}

// read creates the tasks of a piece of an input.
func (r *run) read(ctx context.Context, source Source, piece shard.Piece) (err error) {
	place := jsontape.Beginning
	if piece.From > 0 {
		place = jsontape.Place{Offset: piece.From - 1}
	}
	stream, err := source.Open(ctx, place.Offset)
	if err != nil {
		return err
	}
	defer func() {
		if closing := stream.Close(); err == nil {
			err = closing
		}
	}()
	chunks := records.NewChunks(stream, r.MaxLine, r.buffer)
	chunks.Prompt = true
	chunks.Between(place, piece.From, piece.To)
	all := piece.From == 0 && (piece.Whole() || piece.To >= source.Size())
	for first := true; ; first = false {
		next := chunks.Next
		if first && piece.From == 0 {
			next = func() (records.Chunk, error) { return begin(chunks, all, r.Schema) }
		}
		chunk, err := next()
		if !r.submitChunk(ctx, piece, &task{first: first, chunk: chunk}) {
			return ctx.Err()
		}
		var long *records.TooLongError
		if errors.As(err, &long) {
			place, size := chunks.SkipLine()
			if !r.submitChunk(ctx, piece, &task{chunk: records.Chunk{Place: place}, tooLong: size}) {
				return ctx.Err()
			}
			continue
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// submitChunk queues the task of a chunk of a piece. It returns false if the run has ended.
func (r *run) submitChunk(ctx context.Context, piece shard.Piece, t *task) bool {
	t.source, t.endLine = r.Inputs[piece.Input], piece.Input < len(r.Inputs)-1
	if piece.From > 0 {
		t.chunk.Line = uncounted
	}
	return r.submit(ctx, t)
}

// uncounted is the line number of chunks if the lines before are not counted. Later lines are negative, too.
const uncounted = math.MinInt

// buffer returns an empty buffer with room for a chunk.
func (r *run) buffer() []byte {
	select {
	case b := <-r.buffers:
		return b[:0]
	default:
		return make([]byte, 0, records.ChunkSize)
	}
}

// release subtracts the bytes of a task that has been written from those that are held.
func (r *run) release(t *task) {
	r.held.Add(-int64(cap(t.chunk.Text)))
	r.recycle(t.chunk.Text)
	t.chunk.Text = nil
	select {
	case r.written <- struct{}{}:
	default: // already signalled
	}
}

// recycle returns a buffer to the pool, unless it has grown or was cut.
func (r *run) recycle(b []byte) {
	if cap(b) != records.ChunkSize {
		return
	}
	select {
	case r.buffers <- b:
	default:
	}
}

// submit queues a task. It returns false if the run has ended.
func (r *run) submit(ctx context.Context, t *task) bool {
	t.parts = make(chan part, 1)
	size := int64(cap(t.chunk.Text))
	for held := r.held.Load(); held > 0 && held+size > r.maxHeld(); held = r.held.Load() {
		select {
		case <-r.written:
		case <-ctx.Done():
			return false
		}
	}
	r.held.Add(size)
	for _, queue := range []chan *task{r.queue, r.todo} {
		select {
		case queue <- t:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// write writes the output of the tasks, in order.
func (r *run) write(ctx context.Context) error {
	for {
		var t *task
		select {
		case t = <-r.queue:
		case <-ctx.Done():
			return ctx.Err()
		}
		if t == nil { // closed
			return ctx.Err()
		}
		if t.first {
			r.totals.Inputs++
		}
		if err := r.writeTask(ctx, t); err != nil {
			return err
		}
	}
}

func (r *run) writeTask(ctx context.Context, t *task) error {
	for {
		select {
		case p, ok := <-t.parts:
			if !ok {
				r.release(t)
				return t.err
			}
			if err := r.writePart(&p); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (r *run) writePart(p *part) error {
	written, err := r.Valid.write(p.valid, p.validCount)
	r.totals.Valid += written
	if err != nil {
		return err
	}
	written = p.rejectCount
	if r.Rejects.Writer != nil {
		written, err = r.Rejects.write(p.rejects, p.rejectCount)
	}
	r.totals.Invalid += written
	return err
}
