package lint

import (
	"context"
	"crypto/sha256"
	"io"
	"io/fs"
	"slices"
	"sync/atomic"

	"github.com/verdict-lint/verdict/internal/cache"
	"github.com/verdict-lint/verdict/internal/finding"
)

// What the linter asks of the cache, and tells it. A file that is known by its
// stamp is not opened; one that is known by its content is read, but not linted.
// What is not a file (standard input, the index of git) is not remembered.

// maxRemembered is how many findings of a file are remembered. Where there are
// more, reading them back gains nothing on finding them anew.
const maxRemembered = 1000

// A record is what the cache is to know of a file, in the making. It is nil
// for a file that is not to be remembered.
type record struct {
	entry    cache.Entry
	findings []finding.Finding
	spoiled  bool // what was found does not hang on the file and its schemas alone
}

// recordOf begins a record of a file that is about to be read in stretches. It
// is nil where the file could not be recognised: there is no checksum of its
// content.
func (l *Linter) recordOf(in *Input, file io.Reader) *record {
	statter, ok := file.(interface{ Stat() (fs.FileInfo, error) })
	if l.options.Cache == nil || in.Open != nil || !ok {
		return nil
	}
	info, err := statter.Stat()
	if err != nil {
		return nil
	}
	r := newRecord(in, cache.See(info))
	if !r.entry.Trusted {
		return nil
	}
	return r
}

func newRecord(in *Input, seen cache.Sighting) *record {
	return &record{entry: cache.Entry{Mark: cache.Mark{
		Sighting: seen,
		Schemas:  []cache.Schema{in.schema.identity()},
		Fixed:    in.fixed,
	}}}
}

func (s *Schema) identity() cache.Schema { return cache.Schema{Name: s.Name, Hash: s.hash} }

// note keeps in mind what a payload says of its schema; see [Linter.ownSchema].
func (t *task) note(own *Schema, lasting bool) {
	t.spoiled = t.spoiled || !lasting
	if own != nil && !slices.Contains(t.own, own) {
		t.own = append(t.own, own)
	}
}

// unknown is in place of the number of a file that the cache does not know.
const unknown = -1

// A recollection is what the cache knows of files, as far as it has got.
type recollection struct {
	known   []int           // the number in the cache of every file whose stamp says that it is as it was
	stretch int             // how many files are looked at at a time
	done    []chan struct{} // of each stretch, closed when it is known
}

// How many files a goroutine takes at a time: so many that others are seldom woken, and so
// few that there is something for everybody.
const (
	minRecall     = 16
	maxRecall     = 512
	recallsPerJob = 4
)

// recall begins to look at the files. It is nil where there is no cache.
func (l *Linter) recall(ctx context.Context, files []Input) *recollection {
	if l.options.Cache == nil {
		return nil
	}
	stretch := min(max(len(files)/(recallsPerJob*l.options.Jobs), minRecall), maxRecall)
	r := &recollection{
		known:   make([]int, len(files)),
		stretch: stretch,
		done:    make([]chan struct{}, (len(files)+stretch-1)/stretch),
	}
	for i := range r.done {
		r.done[i] = make(chan struct{})
	}
	var next atomic.Int64
	for range min(l.options.Jobs, len(r.done)) {
		go func() {
			cursor := l.options.Cache.Cursor()
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(r.done) {
					return
				}
				for i := n * stretch; i < min((n+1)*stretch, len(files)); i++ {
					r.known[i] = l.recallFile(&files[i], cursor)
				}
				close(r.done[n])
			}
		}()
	}
	return r
}

// from gives the numbers of the files from i on that are known, up to one that is not, or
// whose turn has not come. It waits for the first. ok is false when the run is over.
func (r *recollection) from(ctx context.Context, i int) (known []int, ok bool) {
	if r == nil {
		return nil, true
	}
	n := i / r.stretch
	select {
	case <-r.done[n]:
	case <-ctx.Done():
		return nil, false
	}
	known = r.known[i:min((n+1)*r.stretch, len(r.known))]
	if end := slices.Index(known, unknown); end >= 0 {
		known = known[:end]
	}
	return known, true
}

func (l *Linter) recallFile(in *Input, cursor *cache.Cursor) int {
	if in.Open != nil {
		return unknown
	}
	mark, number, ok := cursor.Lookup(in.Path)
	if !ok || !mark.Trusted || !l.holds(in, mark) {
		return unknown
	}
	if stamp, err := cache.Look(in.Path); err != nil || stamp != mark.Stamp {
		return unknown
	}
	l.options.Cache.Hit()
	return number
}

// recallContent answers a task from the cache, where the content of the file is
// as it was. Otherwise it begins a record of it.
func (l *Linter) recallContent(t *task, seen cache.Sighting, content []byte) bool {
	if l.options.Cache == nil || t.input.Open != nil {
		return false
	}
	t.record = newRecord(t.input, seen)
	t.record.entry.Content = sha256.Sum256(content)
	entry, ok := l.options.Cache.Lookup(t.input.Path)
	if !ok || entry.Content != t.record.entry.Content || !l.holds(t.input, &entry.Mark) || !t.take(entry) {
		return false
	}
	t.own = l.ownSchemas(entry)
	entry.Sighting = seen
	l.options.Cache.Put(t.input.Path, entry)
	return true
}

// holds reports whether a file would be linted against the same schemas today.
func (l *Linter) holds(in *Input, mark *cache.Mark) bool {
	if mark.Fixed != in.fixed || len(mark.Schemas) == 0 || mark.Schemas[0] != in.schema.identity() {
		return false
	}
	for _, own := range mark.Schemas[1:] {
		if s, err := l.catalog.Open(own.Name); err != nil || s.identity() != own {
			return false
		}
	}
	return true
}

// ownSchemas are the schemas that the payloads of a file name themselves.
func (l *Linter) ownSchemas(entry *cache.Entry) []*Schema {
	var own []*Schema
	for _, identity := range entry.Schemas[1:] {
		if s, err := l.catalog.Open(identity.Name); err == nil {
			own = append(own, s)
		}
	}
	return own
}

// take makes what the cache knows the outcome of a task.
func (t *task) take(entry *cache.Entry) bool {
	found, ok := cache.DecodeFindings(entry.Findings, t.input.Path)
	if !ok {
		return false
	}
	t.findings, t.payloads, t.bytes, t.truncated = found, entry.Payloads, entry.Bytes, entry.Truncated
	return true
}

// remember tells the cache the outcome of a task that was a whole file.
func (l *Linter) remember(t *task) {
	if t.record != nil {
		t.record.add(t)
		l.put(t)
	}
}

// rememberLines adds what was found in a stretch of lines to what was found in
// those before it. It is called in order.
func (l *Linter) rememberLines(t *task) {
	if t.record == nil {
		return
	}
	t.record.add(t)
	if t.last {
		l.put(t)
	}
}

func (r *record) add(t *task) {
	if t.spoiled || len(r.findings)+len(t.findings) > maxRemembered {
		r.spoiled, r.findings = true, nil
	}
	if r.spoiled {
		return
	}
	if r.findings == nil {
		r.findings = t.findings
	} else {
		r.findings = append(r.findings[:len(r.findings):len(r.findings)], t.findings...)
	}
	for _, own := range t.own {
		if identity := own.identity(); !slices.Contains(r.entry.Schemas, identity) {
			r.entry.Schemas = append(r.entry.Schemas, identity)
		}
	}
	r.entry.Payloads += t.payloads
	r.entry.Bytes += t.bytes
	r.entry.Truncated = r.entry.Truncated || t.truncated
}

func (l *Linter) put(t *task) {
	if t.record.spoiled {
		return
	}
	t.record.entry.Findings = cache.EncodeFindings(t.record.findings)
	l.options.Cache.Put(t.input.Path, &t.record.entry)
}
