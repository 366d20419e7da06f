package registry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/registry"
)

// A memory is a source of documents that tests change.
type memory struct {
	mutex     sync.Mutex
	documents []registry.Document
	err       error
	loads     int
	closed    bool
}

func (m *memory) Load(context.Context) ([]registry.Document, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.loads++
	return m.documents, m.err
}

func (m *memory) Close() error {
	m.closed = true
	return nil
}

func (m *memory) set(documents ...registry.Document) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.documents = documents
}

func (m *memory) fail(err error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.err = err
}

func (m *memory) count() int {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.loads
}

func document(name, text string) registry.Document {
	return registry.Document{Name: name, URI: "https://example.com/" + name + ".json", Text: []byte(text)}
}

func version(name, version, text string) registry.Document {
	d := document(name, text)
	d.Version = version
	d.URI = "https://example.com/" + name + "/" + version
	return d
}

// manual returns a registry that does not poll, with its errors as they are reported.
func manual(t *testing.T, source registry.Source, opts ...registry.Option) (*registry.Registry, *[]string) {
	t.Helper()
	var reported []string
	opts = append([]registry.Option{registry.WithInterval(0), registry.WithErrorHandler(func(name string, err error) {
		reported = append(reported, name+": "+err.Error())
	})}, opts...)
	r := registry.New(source, opts...)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r, &reported
}

func refresh(t *testing.T, r *registry.Registry) {
	t.Helper()
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

const (
	integers = `{"type": "integer"}`
	texts    = `{"type": "string"}`
)

// accepts describes which of an integer and a string a schema accepts.
func accepts(s *verdict.Schema) string {
	switch integer, text := s.Valid([]byte(`1`)), s.Valid([]byte(`"a"`)); {
	case integer && text:
		return "both"
	case integer:
		return "integers"
	case text:
		return "texts"
	}
	return "nothing"
}

func TestVersionsAreFoundByNumberETagDigestIDAndGUID(t *testing.T) {
	first, second := version("a", "1", integers), version("a", `W/"x"`, texts)
	first.ID, second.ID = 7, 9
	first.GUID, second.GUID = "x", "y"
	r, _ := manual(t, &memory{documents: []registry.Document{first, second, document("b", `true`)}})
	refresh(t, r)
	s := r.Snapshot()
	if diff := cmp.Diff([]string{"a", "b"}, s.Names()); diff != "" {
		t.Error(diff)
	}
	if got := accepts(s.Get("a")); got != "texts" || s.Get("a") != r.Get("a") {
		t.Errorf("the latest version accepts %s", got)
	}
	for _, v := range s.Versions("a") {
		byVersion, _ := s.Lookup("a", v.Version)
		byDigest, _ := s.Lookup("a", v.Digest)
		byID, _ := s.ByID(v.ID)
		byGUID, _ := s.ByGUID(v.GUID)
		if byVersion != v || byDigest != v || byID != v || byGUID != v {
			t.Errorf("found %v, %v, %v and %v, want %v", byVersion, byDigest, byID, byGUID, v)
		}
	}
	if v := s.Versions("a")[0]; accepts(v.Schema) != "integers" || v.URI != first.URI || v.Name != "a" {
		t.Errorf("the first version is %+v", v)
	}
	for _, wrong := range [][2]string{{"a", "2"}, {"a", "sha256:00"}, {"a", ""}, {"b", "1"}, {"c", "1"}} {
		if v, ok := s.Lookup(wrong[0], wrong[1]); ok || v.Schema != nil {
			t.Errorf("found %v for %q", v, wrong)
		}
	}
	if v, ok := s.ByID(0); ok {
		t.Errorf("found %v for the ID 0", v)
	}
	if v, ok := s.ByGUID(""); ok { // b has none
		t.Errorf("found %v for no GUID", v)
	}
	if s := r.Get("c"); s != nil || s.Valid([]byte(`1`)) {
		t.Error("there is a schema without a document")
	}
}

func TestASchemaThatCannotBeUpdatedIsReportedAndKept(t *testing.T) {
	for _, test := range []struct {
		name, want string
		broken     registry.Document
	}{
		{"not JSON", "the schema ends here", document("a", `{"type": `)},
		{"half of it", "the string is not closed", document("a", `{"type": "str`)},
		{"empty", "empty", document("a", ``)},
		{"a web page", "'<'", document("a", `<!doctype html>`)},
		{"not a schema", `not one of`, document("a", `{"type": "strnig"}`)},
		{"a dangling reference", "the registry has no document with this URI", document("a", `{"$ref": "c.json"}`)},
		{"not loaded", "no route", registry.Document{Name: "a", Err: errors.New("no route")}},
		{"a new version", "a, version 2", version("a", "2", `{"type": 1}`)},
	} {
		t.Run(test.name, func(t *testing.T) {
			source := &memory{documents: []registry.Document{document("a", integers), document("b", integers)}}
			r, reported := manual(t, source)
			refresh(t, r)
			old := r.Get("a")
			source.set(test.broken, document("b", texts))
			for range 3 {
				err := r.Refresh(t.Context())
				var of *registry.Error
				if !errors.As(err, &of) || of.Name != "a" || r.Snapshot().Err("a") != error(of) {
					t.Errorf("the error is %v", err)
				}
			}
			if r.Get("a") != old {
				t.Error("the old schema is not kept")
			}
			if got := accepts(r.Get("b")); got != "texts" {
				t.Errorf("the other schema accepts %s: it is not updated", got)
			}
			if len(*reported) != 1 || !strings.Contains((*reported)[0], test.want) {
				t.Errorf("reported %q, want %q once", *reported, test.want)
			}
			source.set(document("a", texts), document("b", texts))
			refresh(t, r)
			if err := r.Snapshot().Err("a"); err != nil || accepts(r.Get("a")) != "texts" {
				t.Errorf("not updated after the fault is removed: %v", err)
			}
		})
	}
}

func TestReferencesAreToDocumentsOfTheSameSnapshot(t *testing.T) {
	for _, test := range []struct{ name, reference string }{
		{"relative", `b.json`},
		{"absolute", `https://example.com/b.json`},
		{"spelt otherwise", `HTTPS://EXAMPLE.com:443/x/../b.json`},
		{"by $id", `urn:example:b`},
		{"of a version", `b/1`},
		{"through another", `c.json`},
	} {
		t.Run(test.name, func(t *testing.T) {
			of := func(kind string) []registry.Document {
				return []registry.Document{
					document("a", `{"$ref": "`+test.reference+`"}`),
					version("b", "1", `{"type": "`+kind+`"}`),
					document("b", `{"$id": "urn:example:b", "type": "`+kind+`"}`),
					document("c", `{"$ref": "urn:example:b"}`),
					document("d", `{}`),
				}
			}
			source := &memory{documents: of("integer")}
			r, _ := manual(t, source)
			refresh(t, r)
			before := r.Snapshot()
			if got := accepts(before.Get("a")); got != "integers" {
				t.Errorf("accepts %s", got)
			}
			source.set(of("string")...)
			refresh(t, r)
			if got := accepts(r.Get("a")); got != "texts" {
				t.Errorf("accepts %s after the document it refers to has changed", got)
			}
			if accepts(before.Get("a")) != "integers" || r.Get("d") != before.Get("d") {
				t.Error("an old snapshot, or a schema that does not depend on it, has changed")
			}
		})
	}
}

func TestSchemasThatReferToABrokenDocumentAreKept(t *testing.T) {
	source := &memory{documents: []registry.Document{document("a", `{"$ref": "b.json"}`), document("b", integers)}}
	r, reported := manual(t, source)
	refresh(t, r)
	old := r.Get("a")
	source.set(document("a", `{"$ref": "b.json"}`), document("b", `{"type": 1}`))
	if err := r.Refresh(t.Context()); err == nil || len(*reported) != 2 {
		t.Errorf("error %v, reported %q", err, *reported)
	}
	if r.Get("a") != old {
		t.Error("the schema has changed")
	}
	source.set(document("a", `{"$ref": "b.json"}`), document("b", texts))
	refresh(t, r)
	if got := accepts(r.Get("a")); got != "texts" {
		t.Errorf("accepts %s after the document is fixed", got)
	}
}

func TestReferencesOfADocumentPrecedeThoseOfTheRegistry(t *testing.T) {
	a := document("a", `{"$ref": "b.json"}`)
	a.References = map[string][]byte{"https://example.com/b.json": []byte(texts)}
	source := &memory{documents: []registry.Document{a, document("b", integers)}}
	r, _ := manual(t, source)
	refresh(t, r)
	if got := accepts(r.Get("a")); got != "texts" {
		t.Errorf("accepts %s", got)
	}
	a.References = map[string][]byte{"https://example.com/b.json": []byte(`true`)}
	source.set(a, document("b", integers))
	refresh(t, r)
	if got := accepts(r.Get("a")); got != "both" {
		t.Errorf("accepts %s after its reference has changed", got)
	}
}

func TestASourceThatFailsChangesNothing(t *testing.T) {
	source := &memory{documents: []registry.Document{document("a", integers)}}
	r, reported := manual(t, source)
	refresh(t, r)
	old := r.Get("a")
	fail := errors.New("unplugged")
	source.err = fail
	for range 2 {
		if err := r.Refresh(t.Context()); !errors.Is(err, fail) || !errors.Is(r.Snapshot().Err(""), fail) {
			t.Errorf("the error is %v", err)
		}
	}
	source.err = nil
	source.set()
	if err := r.Refresh(t.Context()); err == nil || r.Get("a") != old {
		t.Errorf("without any document, the error is %v", err)
	}
	if want := 2; len(*reported) != want {
		t.Errorf("reported %q, want %d", *reported, want)
	}
	source.set(document("a", integers))
	refresh(t, r)
	if err := r.Snapshot().Err(""); err != nil {
		t.Errorf("the error remains: %v", err)
	}
}

func TestPanicsOfASourceAndOfAHandlerAreContained(t *testing.T) {
	r := registry.New(panics{}, registry.WithInterval(0), registry.WithErrorHandler(func(string, error) { panic("handler") }))
	if err := r.Refresh(t.Context()); err == nil || !strings.Contains(err.Error(), "panic while loading") {
		t.Errorf("the error is %v", err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

type panics struct{}

func (panics) Load(context.Context) ([]registry.Document, error) { panic("source") }

func TestSchemasWithoutDocumentAreRemoved(t *testing.T) {
	source := &memory{documents: []registry.Document{document("a", integers), document("b", integers)}}
	r, _ := manual(t, source)
	refresh(t, r)
	source.set(document("a", integers))
	refresh(t, r)
	if r.Get("b") != nil || r.Get("a") == nil {
		t.Errorf("the names are %v", r.Snapshot().Names())
	}
}

func TestHistoryIsLimited(t *testing.T) {
	source := new(memory)
	r, _ := manual(t, source, registry.WithHistory(2))
	for i := range 5 {
		source.set(version("a", fmt.Sprint(i), fmt.Sprintf(`{"minimum": %d}`, i)))
		refresh(t, r)
	}
	var got []string
	for _, v := range r.Snapshot().Versions("a") {
		got = append(got, v.Version)
	}
	if diff := cmp.Diff([]string{"2", "3", "4"}, got); diff != "" {
		t.Error(diff)
	}
	source.set(version("a", "3", `{"minimum": 3}`)) // back again
	refresh(t, r)
	if v := r.Snapshot().Versions("a"); len(v) != 3 || v[2].Version != "3" || r.Get("a").Valid([]byte(`2`)) {
		t.Errorf("the versions are %v", v)
	}
}

func TestAFailedVersionKeepsItsOwnAndTheLatest(t *testing.T) {
	source := &memory{documents: []registry.Document{version("a", "1", integers), version("a", "2", texts)}}
	r, _ := manual(t, source, registry.WithHistory(0))
	refresh(t, r)
	before := r.Snapshot().Versions("a")
	source.set(version("a", "1", `{"type": 1}`), version("a", "2", `true`), version("a", "3", `1`))
	if err := r.Refresh(t.Context()); err == nil {
		t.Error("no error")
	}
	after := r.Snapshot().Versions("a")
	if len(after) != 3 || after[0] != before[0] || accepts(after[1].Schema) != "both" || after[2] != before[1] {
		t.Errorf("the versions are %v", after)
	}
}

func TestOpenRequiresEverySchema(t *testing.T) {
	source := &memory{documents: []registry.Document{document("a", `{"type": 1}`), document("b", integers)}}
	silent := registry.WithErrorHandler(func(string, error) {})
	if r, err := registry.Open(t.Context(), source, silent); err == nil || r != nil || !source.closed {
		t.Errorf("error %v, closed %v", err, source.closed)
	}
	source.set(document("b", integers))
	r, err := registry.Open(t.Context(), source, silent)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if r.Func("b")() != r.Get("b") || r.Get("b") == nil {
		t.Error("the schema is not there")
	}
}

func TestErrorsAreLoggedByDefault(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	defer slog.SetDefault(before)
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	r := registry.New(&memory{documents: []registry.Document{document("a", `1`)}}, registry.WithInterval(0), nil)
	defer func() { _ = r.Close() }()
	if err := r.Refresh(t.Context()); err == nil {
		t.Error("no error")
	}
	if got := log.String(); !strings.Contains(got, "level=ERROR") || !strings.Contains(got, "schema=a") || strings.Count(got, "\n") != 1 {
		t.Errorf("logged %q", got)
	}
}

func TestARegistryThatIsNotOpenHasNoSchemas(t *testing.T) {
	for _, r := range []*registry.Registry{nil, {}} {
		if r.Get("a") != nil || r.Func("a")() != nil || r.Snapshot().Names() != nil {
			t.Error("there is a schema")
		}
		if err := r.Refresh(t.Context()); !errors.Is(err, registry.ErrClosed) {
			t.Errorf("the error is %v", err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, source := range []registry.Source{nil, &memory{documents: []registry.Document{document("", `true`)}}} {
		r, _ := manual(t, source)
		if err := r.Refresh(t.Context()); err == nil || r.Snapshot().Err("") == nil {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestSchemaOptionsApplyAndObserversSeeNames(t *testing.T) {
	var observed []string
	r, _ := manual(t, &memory{documents: []registry.Document{document("a", `{"properties": {"a": true}}`)}}, registry.WithSchemaOptions(
		verdict.WithStrict(true),
		verdict.WithObserver(verdict.Observer{Compiled: func(c verdict.Compilation) { observed = append(observed, c.Name) }}),
	))
	refresh(t, r)
	refresh(t, r)
	if r.Get("a").Valid([]byte(`{"b": 1}`)) {
		t.Error("an unknown property is accepted")
	}
	if diff := cmp.Diff([]string{"a"}, observed); diff != "" {
		t.Errorf("compilations: %s", diff)
	}
}
