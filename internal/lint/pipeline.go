package lint

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/finding"
	"github.com/verdict-lint/verdict/internal/lint/rules"
	"github.com/verdict-lint/verdict/internal/syntax"
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
	delivered chan struct{} // tells that there are fewer of them now

	schemas schemaSet // that payloads were linted against
	problem problem   // that was delivered last

	noSchema *files.Input // the last file that was counted for having no schema
}

// A task is a file, or a stretch of lines of one.
type task struct {
	input  *files.Input
	schema *catalog.Schema // of the file
	first  bool            // of this file

	chunk files.Chunk // of a file of lines; without text for a whole file

	done      chan struct{} // closed when what follows is set
	findings  []finding.Finding
	payloads  int
	bytes     int64
	truncated bool  // something was left out,
	reach     int64 // from this offset on
	unseen    bool  // errors may have been left out
	unread    bool  // because of too many syntax errors
	err       error

	own      []*catalog.Schema // of payloads, if none is configured for the file
	isSchema bool              // some payload was linted as a schema
	noSchema bool              // some payload has none
	skipped  bool              // see Options.Skip

	others *catalog.Schema // see fallback
	asked  bool
}

// fallback returns the schema of payloads that have no other, or nil if there is none.
func (t *task) fallback(schemas *catalog.Catalog) (*catalog.Schema, error) {
	if t.asked {
		return t.others, nil
	}
	others, err := schemas.ForOthers(t.input.Path)
	if err == nil {
		t.others, t.asked = others, true
	}
	return others, err
}

// How far the fastest worker may be ahead of delivery. Chunks of lines hold their text, files
// only their findings; the longer a queue is, the less often a goroutine has to be woken.
const (
	linesPerJob = 8
	filesPerJob = 128
)

// maxWaiting is how many findings may wait for delivery before no more tasks are made. They
// take about a kilobyte each, and where a large file is wrong all over, and the format is one
// that takes its time, they would fill the queues.
const maxWaiting = 20_000

func newPipeline(l *Linter, inputs []files.Input) *pipeline {
	jobs := l.options.Jobs
	p := &pipeline{linter: l, buffers: make(chan []byte, linesPerJob*jobs), delivered: make(chan struct{}, 1)}
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

// produce makes the tasks: one for each file, and one for each chunk of a file of lines.
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

// produceLines makes the tasks of a file of lines. It reports false when the run is over.
func (p *pipeline) produceLines(ctx context.Context, in *files.Input, schema *catalog.Schema) bool {
	fail := func(err error) bool { return p.submit(ctx, &task{input: in, err: files.Describe(in.Path, err)}) }
	chunks, err := in.Chunks(p.linter.limits(), p.buffer)
	if err != nil {
		return fail(err)
	}
	defer chunks.Close()
	for first := true; ; first = false {
		chunk, err := chunks.Next()
		if chunk.Text != nil && !p.submit(ctx, &task{input: in, schema: schema, first: first, chunk: chunk}) {
			return false
		}
		switch {
		case err == io.EOF:
			return ctx.Err() == nil
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
		return make([]byte, 0, files.ChunkSize)
	}
}

// recycle takes back a buffer that nothing refers to any more.
func (p *pipeline) recycle(b []byte) {
	if cap(b) > maxKeptBuffer {
		return
	}
	select {
	case p.buffers <- b:
	default:
	}
}

// submit queues a task, and reports false when the run is over.
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

// work does tasks until there are no more.
func (p *pipeline) work(ctx context.Context) {
	var buffer []byte
	var findings []finding.Finding // of the task, until it is known how many there are
	for t := range p.todo {
		if ctx.Err() != nil {
			return
		}
		t.findings = findings
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

// keepFindings gives the findings of a task memory of their size. It returns what they had, for
// the next task.
func (t *task) keepFindings() []finding.Finding {
	const most = 1 << 14 // findings: 7 MB
	shared := t.findings
	t.findings = append([]finding.Finding(nil), shared...)
	if cap(shared) > most {
		return nil
	}
	clear(shared)
	return shared[:0]
}

// deliver hands the findings of every task to sink, in order.
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

// release makes room for more findings than those of a task, the turn of which has come.
func (p *pipeline) release(t *task) {
	p.waiting.Add(-int64(len(t.findings)))
	select {
	case p.delivered <- struct{}{}:
	default: // that is told already
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
	if (t.truncated || t.unseen) && (options.Concerns == nil || options.Concerns(t.input.Path)) {
		sum.Truncated = sum.Truncated || !t.unread
		sum.Unread = sum.Unread || t.unread
		sum.Unseen = sum.Unseen || t.unseen
	}
	if options.Keep != nil {
		t.findings = options.Keep(t.findings)
	}
	for i := range t.findings {
		sum.Count(&t.findings[i])
		if err := sink.Finding(&t.findings[i]); err != nil {
			return err
		}
	}
	return nil
}

// lintFile reads and checks a whole file. It returns the buffer for the next.
func (p *pipeline) lintFile(t *task, buffer []byte) []byte {
	source, err := t.input.Read(buffer, p.linter.options.Jobs, p.linter.limits())
	if err != nil {
		t.err = files.Describe(t.input.Path, err)
		return buffer
	}
	if t.isPointer(source) {
		return source
	}
	if skip := p.linter.options.Skip; skip != nil && skip(source) {
		t.skipped = true
		return source
	}
	syntax := t.input.Syntax
	if syntax == files.ByContent {
		syntax = files.Detect(source)
	}
	if syntax == files.Lines {
		t.chunk.Text = source
		p.lintChunk(t)
		return nil
	}
	p.lintDocuments(t, syntax, source)
	if cap(source) > maxKeptBuffer {
		return nil
	}
	return source
}

// isPointer reports whether a file is the pointer to its content, and sets the error of the
// task if it is.
func (t *task) isPointer(start []byte) bool {
	if !bytes.HasPrefix(start, lfsPointer) {
		return false
	}
	t.err = fmt.Errorf("%s: a git-lfs pointer, the content is not here; run git lfs pull", t.input.Path)
	return true
}

// lfsPointer is what the pointer begins with that is in place of a file that git-lfs stores.
var lfsPointer = []byte("version https://git-lfs.github.com/spec/v1\n")

// check adds the findings of one payload of a task.
func (p *pipeline) check(t *task, doc *document) {
	t.payloads++
	schema, unknown, err := p.linter.choose(t, doc)
	if err != nil {
		t.err = err
		return
	}
	if schema.IsNone() && !t.noSchema {
		t.noSchema = true
		if t.first {
			t.findings = append(t.findings, p.linter.withoutSchema(t.input.Path, schema, doc)...)
		}
	}
	t.isSchema = t.isSchema || p.linter.lintsAsSchema(schema, t.input.Path, doc)
	var upTo extent
	t.findings, upTo = p.linter.check(t.findings, schema, t.input.Path, doc, unknown)
	if upTo.reach != everything && !t.truncated {
		t.truncated, t.reach = true, upTo.reach
	}
	t.unseen = t.unseen || upTo.unseen
	t.unread = t.unread || upTo.unread
}

// choose returns the schema of a payload: that of its file, or else the one that it names, or
// else the one that its file is known to have. If that cannot be loaded, unknown says why, and
// the schema is the one that accepts everything.
func (l *Linter) choose(t *task, doc *document) (schema *catalog.Schema, unknown *rules.UnknownSchema, err error) {
	if !t.schema.IsNone() {
		return t.schema, nil, nil
	}
	own, unknown, err := l.ownSchema(t.input.Path, doc)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", t.input.Path, err)
	}
	if own == nil && unknown == nil {
		own, err = t.fallback(l.catalog)
		var cause *catalog.UnknownError
		if errors.As(err, &cause) {
			unknown = &rules.UnknownSchema{UnknownError: cause}
		} else if err != nil {
			return nil, nil, err
		}
	}
	if own == nil {
		return t.schema, unknown, nil
	}
	if !slices.Contains(t.own, own) {
		t.own = append(t.own, own)
	}
	return own, unknown, nil
}

// withoutSchema returns the finding for a file with a payload that has no schema; none unless
// the rule is enabled.
func (l *Linter) withoutSchema(path string, s *catalog.Schema, doc *document) []finding.Finding {
	written := doc.asSource()
	return l.weigh(path, []finding.Finding{l.finding(s, path, &written, &rules.Diagnostic{
		Violation: verdict.Violation{
			Rule:    rules.NoSchema.Name,
			Message: "the file has no schema; map it to one in .verdict.yaml, or use --schema",
		},
		Severity: rules.NoSchema.Severity,
	}, placeID{})})
}

// lintDocuments checks every payload of a file that has been read.
func (p *pipeline) lintDocuments(t *task, syntax files.Syntax, source []byte) {
	t.bytes = int64(len(source))
	for _, doc := range p.linter.documents(syntax, source) {
		p.check(t, &doc)
	}
	setGitLines(t.findings, source, 0, 0)
}

// maxKeptBuffer is how large a buffer a worker keeps between two files.
const maxKeptBuffer = 4 << 20

// lintChunk checks a stretch of lines, each a payload of its own. Empty lines
// are passed over.
func (p *pipeline) lintChunk(t *task) {
	if t.chunk.Offset == 0 && t.isPointer(t.chunk.Text) {
		return
	}
	rest := t.chunk.Text
	offset, lines := t.chunk.Offset, t.chunk.Lines
	limits := p.linter.limits()
	var doc document // one for all lines: it is used only while a line is checked
	for len(rest) > 0 {
		line, next := rest, []byte(nil)
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			line, next = rest[:i], rest[i+1:]
		}
		if int64(len(line)) > limits.Line {
			t.err = cmp.Or(t.err, files.Describe(t.input.Path, limits.TooLong(lines+1)))
		} else if payload := bytes.TrimRight(line, "\r"); len(bytes.TrimSpace(payload)) > 0 {
			doc = document{
				text: syntax.Text{JSON: payload}, source: payload, offset: offset, lines: lines, editable: true, record: true,
			}
			p.check(t, &doc)
		}
		offset += int64(len(rest) - len(next))
		lines++
		rest = next
	}
	setGitLines(t.findings, t.chunk.Text, t.chunk.Offset, t.chunk.Lines)
	t.bytes = int64(len(t.chunk.Text))
	p.recycle(t.chunk.Text)
	t.chunk.Text = nil
}
