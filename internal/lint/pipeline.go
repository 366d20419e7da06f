package lint

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/jsontape"
	"github.com/verdict-lint/verdict/internal/records"
)

// A pipeline lints in parallel and delivers findings in order. Tasks are created in order,
// done by any free worker, and delivered in the order of their creation; the length of the
// queue bounds the memory.
type pipeline struct {
	linter  *Linter
	todo    chan *task // for the workers
	queue   chan *task // the same tasks, for delivery
	buffers chan []byte

	waiting   atomic.Int64  // findings that are not delivered yet
	delivered chan struct{} // signals that waiting has decreased

	schemas schemaSet // schemas that payloads were linted against
	problem problem   // the problem delivered last

	once     map[string]bool // messages of warnings that are reported once
	noSchema *files.Input    // the last file that was counted for having no schema
}

// How far the fastest worker may be ahead of delivery. Chunks of lines hold their text, files
// only their findings; the longer a queue is, the less often a goroutine has to be woken.
const (
	linesPerJob = 8
	filesPerJob = 128
)

// maxWaiting is the number of findings waiting for delivery above which no more tasks are made. A
// finding takes about a kilobyte, so a large file with very many findings and a slow output format
// could take much memory otherwise.
const maxWaiting = 20_000

func newPipeline(l *Linter, inputs []files.Input) *pipeline {
	jobs := l.options.Jobs
	p := &pipeline{linter: l, buffers: make(chan []byte, linesPerJob*jobs), delivered: make(chan struct{}, 1), once: make(map[string]bool)}
	if slices.ContainsFunc(inputs, isLines) {
		p.todo, p.queue = make(chan *task, jobs), make(chan *task, linesPerJob*jobs)
	} else {
		p.todo, p.queue = make(chan *task, filesPerJob*jobs), make(chan *task, filesPerJob*jobs)
	}
	return p
}

// A target is a file to lint and its schema, or the error of loading that.
type target struct {
	input  *files.Input
	schema *catalog.Schema
	err    error
}

// produce creates the tasks: one for each file, and one for each chunk of a file of lines.
func (p *pipeline) produce(ctx context.Context, targets []target) {
	defer close(p.todo)
	defer close(p.queue)
	for _, t := range targets {
		ok := false
		if t.err == nil && isLines(*t.input) {
			ok = p.produceLines(ctx, t.input, t.schema)
		} else {
			ok = p.submit(ctx, &task{input: t.input, schema: t.schema, err: t.err, first: true})
		}
		if !ok {
			return
		}
	}
}

// produceLines creates the tasks of a file of lines. It returns false if the run has ended.
func (p *pipeline) produceLines(ctx context.Context, in *files.Input, schema *catalog.Schema) bool {
	fail := func(err error) bool { return p.submit(ctx, &task{input: in, err: files.Describe(in.Path, err)}) }
	limits := p.linter.limits()
	stream, err := in.Stream(limits)
	if err != nil {
		return fail(err)
	}
	defer stream.Close()
	chunks := records.NewChunks(stream, p.linter.maxLine(), p.buffer)
	if in.To > 0 {
		chunks.Between(jsontape.Beginning, in.From, in.To) // all lines before are read, to count them
	}
	for first := true; ; first = false {
		chunk, err := chunks.Next()
		if chunk.Text != nil && !p.submit(ctx, &task{input: in, schema: schema, first: first, chunk: chunk}) {
			return false
		}
		var tooLong *records.TooLongError
		switch {
		case err == io.EOF:
			return ctx.Err() == nil
		case errors.As(err, &tooLong):
			return fail(limits.TooLong(tooLong.Line))
		case err != nil:
			return fail(err)
		}
	}
}

// buffer returns an empty buffer with room for a chunk of lines.
func (p *pipeline) buffer() []byte {
	select {
	case b := <-p.buffers:
		return b[:0]
	default:
		return make([]byte, 0, records.ChunkSize)
	}
}

// recycle returns a buffer to the pool. Nothing may refer to it.
func (p *pipeline) recycle(b []byte) {
	if cap(b) > maxKeptBuffer {
		return
	}
	select {
	case p.buffers <- b:
	default:
	}
}

// submit queues a task. It returns false if the run has ended.
func (p *pipeline) submit(ctx context.Context, t *task) bool {
	for p.waiting.Load() > maxWaiting {
		select {
		case <-p.delivered:
		case <-ctx.Done():
			return false
		}
	}
	t.done = make(chan struct{})
	select {
	case p.queue <- t:
	case <-ctx.Done():
		return false
	}
	select {
	case p.todo <- t:
		return true
	case <-ctx.Done():
		return false
	}
}

// work processes tasks until there are no more.
func (p *pipeline) work(ctx context.Context) {
	var buffer []byte
	var findings []finding.Finding // of the task, until it is known how many there are
	var observe func(o *Observation)
	if p.linter.options.Observer != nil {
		observe = p.linter.options.Observer()
	}
	for t := range p.todo {
		if ctx.Err() != nil {
			return
		}
		t.findings, t.observe = findings, observe
		switch {
		case t.err != nil: // it could not be read in the first place
		case t.chunk.Text != nil:
			p.lintChunk(t)
		default:
			buffer = p.lintFile(t, buffer)
		}
		findings = t.keepFindings()
		p.waiting.Add(int64(len(t.findings)))
		close(t.done)
	}
}

// deliver passes the findings of every task to sink, in order.
func (p *pipeline) deliver(ctx context.Context, sink Sink) (finding.Summary, error) {
	sum := finding.Summary{Limit: maxPerPayload}
	for {
		var t *task
		select {
		case t = <-p.queue:
		case <-ctx.Done():
			return sum, ctx.Err()
		}
		if t == nil { // closed
			return sum, ctx.Err()
		}
		select {
		case <-t.done:
		case <-ctx.Done():
			return sum, ctx.Err()
		}
		p.release(t)
		p.schemas.add(t.own...)
		if t.skipped {
			continue
		}
		if t.err != nil {
			if err := p.deliverProblem(t, sink); err != nil {
				return sum, err
			}
			if t.schema == nil || !isLines(*t.input) {
				continue
			}
			// The other lines of the file have been linted, also those of this chunk.
		}
		if err := p.deliverTask(t, sink, &sum, &p.linter.options); err != nil {
			return sum, err
		}
		if p.linter.options.Progress != nil {
			p.linter.options.Progress(sum.Bytes)
		}
	}
}

// release subtracts the findings of a delivered task from those that are waiting.
func (p *pipeline) release(t *task) {
	p.waiting.Add(-int64(len(t.findings)))
	select {
	case p.delivered <- struct{}{}:
	default: // already signalled
	}
}

// A problem is why a file, or a part of it, could not be linted.
type problem struct {
	input   *files.Input
	message string
}

// deliverProblem reports what prevented a task. The same problem of many chunks of a file is
// reported once.
func (p *pipeline) deliverProblem(t *task, sink Sink) error {
	this := problem{t.input, t.err.Error()}
	if this == p.problem {
		return nil
	}
	p.problem = this
	return sink.Problem(t.err)
}

func (p *pipeline) deliverTask(t *task, sink Sink, sum *finding.Summary, options *Options) error {
	if t.template {
		sum.Templates++
		return nil
	}
	if t.first {
		sum.Files++
		if err := sink.File(t.input.Path); err != nil {
			return err
		}
	}
	if t.isSchema {
		p.schemas.linted(t.input.Path)
	}
	if t.noSchema && p.noSchema != t.input {
		p.noSchema = t.input
		sum.NoSchema++
	}
	sum.Payloads += t.payloads
	sum.Bytes += t.bytes
	if (t.truncated || t.unseen) && (options.Concerns == nil || options.Concerns(t.input.Path, t.schemas())) {
		sum.Truncated = sum.Truncated || !t.unread
		sum.Unread = sum.Unread || t.unread
		sum.Unseen = sum.Unseen || t.unseen
	}
	if options.Keep != nil {
		t.findings = options.Keep(t.findings, t.schemas())
	}
	for i := range t.findings {
		f := &t.findings[i]
		if f.Once && f.Severity == finding.Warning {
			if p.once[f.Message] {
				continue
			}
			p.once[f.Message] = true
		}
		sum.Count(f)
		if err := sink.Finding(f); err != nil {
			return err
		}
	}
	return nil
}
