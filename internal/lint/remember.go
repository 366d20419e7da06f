package lint

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"slices"
	"sync"
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
	return &record{entry: cache.Entry{
		Sighting: seen,
		Schemas:  []cache.Schema{in.schema.identity()},
		Fixed:    in.fixed,
	}}
}

func (s *Schema) identity() cache.Schema { return cache.Schema{Name: s.Name, Hash: s.hash} }

// note keeps in mind what a payload says of its schema; see [Linter.ownSchema].
func (t *task) note(own *Schema, lasting bool) {
	t.spoiled = t.spoiled || !lasting
	if own != nil && !slices.Contains(t.own, own) {
		t.own = append(t.own, own)
	}
}

// recall gives what the cache knows of every file whose stamp says that it is as
// it was, and nil for the others.
func (l *Linter) recall(files []Input) []*cache.Entry {
	if l.options.Cache == nil {
		return nil
	}
	known := make([]*cache.Entry, len(files))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(l.options.Jobs, len(files)/recallStretch+1) {
		wait.Go(func() {
			store := l.options.Cache.Cursor()
			for {
				to := int(next.Add(recallStretch))
				from := to - recallStretch
				if from >= len(files) {
					return
				}
				for i := from; i < min(to, len(files)); i++ {
					known[i] = l.recallFile(&files[i], store)
				}
			}
		})
	}
	wait.Wait()
	return known
}

// recallStretch is how many files a goroutine takes at a time.
const recallStretch = 64

func (l *Linter) recallFile(in *Input, store lookup) *cache.Entry {
	entry := l.lookup(in, store)
	if entry == nil || !entry.Trusted {
		return nil
	}
	if stamp, err := cache.Look(in.Path); err != nil || stamp != entry.Stamp {
		return nil
	}
	l.options.Cache.Hit()
	return entry
}

// recallContent answers a task from the cache, where the content of the file is
// as it was. Otherwise it begins a record of it.
func (l *Linter) recallContent(t *task, seen cache.Sighting, content []byte) bool {
	if l.options.Cache == nil || t.input.Open != nil {
		return false
	}
	t.record = newRecord(t.input, seen)
	t.record.entry.Content = sha256.Sum256(content)
	entry := l.lookup(t.input, l.options.Cache)
	if entry == nil || entry.Content != t.record.entry.Content || !t.take(entry) {
		return false
	}
	t.own = l.ownSchemas(entry)
	now := *entry
	now.Sighting = seen
	l.options.Cache.Put(t.input.Path, &now)
	return true
}

// A lookup is the cache, or something that goes through it.
type lookup interface {
	Lookup(path string) (*cache.Entry, bool)
}

// lookup is what the cache knows of a file, where it would be linted against the
// same schemas today.
func (l *Linter) lookup(in *Input, store lookup) *cache.Entry {
	if in.Open != nil {
		return nil
	}
	entry, ok := store.Lookup(in.Path)
	if !ok || entry.Fixed != in.fixed || len(entry.Schemas) == 0 || entry.Schemas[0] != in.schema.identity() {
		return nil
	}
	for _, own := range entry.Schemas[1:] {
		if s, err := l.catalog.Open(own.Name); err != nil || s.identity() != own {
			return nil
		}
	}
	return entry
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
