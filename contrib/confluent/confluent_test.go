package confluent_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"

	"github.com/verdict-lint/verdict/contrib/confluent"
	"github.com/verdict-lint/verdict/registry"
)

func schema(text string, references ...sr.SchemaReference) sr.Schema {
	return sr.Schema{Schema: text, Type: sr.TypeJSON, References: references}
}

func reference(name, subject string, version int) sr.SchemaReference {
	return sr.SchemaReference{Name: name, Subject: subject, Version: version}
}

// A server is a fake registry that counts requests by path.
type server struct {
	*srfake.Registry
	mutex    sync.Mutex
	requests []string
}

func serve(t *testing.T) *server {
	t.Helper()
	s := &server{Registry: srfake.New()}
	t.Cleanup(s.Registry.Close)
	s.Intercept(func(_ http.ResponseWriter, r *http.Request) bool {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.requests = append(s.requests, r.URL.Path)
		return false
	})
	return s
}

// open returns a registry of the source that does not poll.
func open(t *testing.T, url string) (*registry.Registry, *confluent.Source) {
	t.Helper()
	source, err := confluent.New(sr.URLs(url))
	if err != nil {
		t.Fatal(err)
	}
	r := registry.New(source, registry.WithInterval(0), registry.WithErrorHandler(func(string, error) {}))
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r, source
}

func refresh(t *testing.T, r *registry.Registry) {
	t.Helper()
	if err := r.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestSubjectsAreSchemasWithVersionsAndIDs(t *testing.T) {
	s := serve(t)
	s.SeedSchema("orders-value", 1, 11, schema(`{"type": "integer"}`))
	s.SeedSchema("orders-value", 2, 12, schema(`{"type": "string"}`))
	s.SeedSchema("a/b c", 1, 13, schema(`{}`))
	s.SeedSchema("avro", 1, 14, sr.Schema{Schema: `"string"`})
	r, _ := open(t, s.URL())
	refresh(t, r)
	if got := r.Snapshot().Names(); !slices.Equal(got, []string{"a/b c", "orders-value"}) {
		t.Errorf("the names are %q", got)
	}
	if !r.Get("orders-value").Valid([]byte(`"x"`)) || r.Get("orders-value").Valid([]byte(`1`)) {
		t.Error("the latest version is not the one with the highest number")
	}
	first, ok := r.Snapshot().Lookup("orders-value", "1")
	if !ok || first.ID != 11 || !first.Schema.Valid([]byte(`1`)) || first.URI != "confluent:///subjects/orders-value/versions/1" {
		t.Errorf("version 1 is %+v", first)
	}
	if byID, ok := r.Snapshot().ByID(11); !ok || byID != first {
		t.Errorf("the ID 11 is %+v", byID)
	}
}

func TestAVersionIsLoadedOnce(t *testing.T) {
	s := serve(t)
	for i := 1; i <= 3; i++ {
		s.SeedSchema("a", i, i, schema(fmt.Sprintf(`{"minimum": %d}`, i)))
	}
	r, _ := open(t, s.URL())
	refresh(t, r)
	before := r.Snapshot()
	s.requests = nil
	refresh(t, r)
	want := []string{"/subjects", "/subjects/a/versions", "/subjects/a/versions/3"}
	if !slices.Equal(s.requests, want) || r.Snapshot() != before {
		t.Errorf("requested %q, want %q", s.requests, want)
	}
	s.SeedSchema("a", 4, 4, schema(`{"minimum": 4}`))
	refresh(t, r)
	if r.Get("a").Valid([]byte(`3`)) || len(r.Snapshot().Versions("a")) != 4 {
		t.Errorf("the versions are %v", r.Snapshot().Versions("a"))
	}
}

func TestASubjectThatIsCreatedAgainIsLoadedAgain(t *testing.T) {
	s := serve(t)
	s.SeedSchema("a", 1, 1, schema(`{"minimum": 1}`))
	s.SeedSchema("a", 2, 2, schema(`{"minimum": 2}`))
	r, _ := open(t, s.URL())
	refresh(t, r)
	s.Reset()
	s.SeedSchema("a", 1, 3, schema(`{"minimum": 3}`))
	s.SeedSchema("a", 2, 4, schema(`{"minimum": 4}`))
	refresh(t, r)
	first, _ := r.Snapshot().Lookup("a", "1")
	if first.ID != 3 || r.Get("a").Valid([]byte(`3`)) {
		t.Errorf("version 1 is %+v", first)
	}
}

// serveAnything serves one version of each subject, including texts that a real registry would reject.
func serveAnything(t *testing.T, subjects map[string]sr.Schema) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		subject, version, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/subjects/"), "/versions")
		schema, ok := subjects[subject]
		switch {
		case r.URL.Path == "/subjects":
			_ = json.NewEncoder(w).Encode(slices.Sorted(maps.Keys(subjects)))
		case ok && version == "":
			fmt.Fprint(w, `[1]`)
		case ok && version == "/1":
			_ = json.NewEncoder(w).Encode(sr.SubjectSchema{ID: 1, Schema: schema})
		default:
			http.Error(w, `{"error_code": 40402, "message": "no version"}`, http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestWhatCannotBeLoadedIsReportedAndKept(t *testing.T) {
	broken := func(status int, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasPrefix(r.URL.Path, "/subjects/a/") {
				return false
			}
			w.WriteHeader(status)
			fmt.Fprint(w, body)
			return true
		}
	}
	latest := func(body string) srfake.Interceptor {
		return func(w http.ResponseWriter, r *http.Request) bool {
			return r.URL.Path == "/subjects/a/versions/1" && broken(200, body)(w, r)
		}
	}
	for _, test := range []struct {
		name, want string
		intercept  srfake.Interceptor
	}{
		{"an error of the server", "status 500", broken(500, strings.Repeat("x", 10_000))},
		{"not found", `status 404: "gone"`, broken(404, `{"error_code": 40401, "message": "gone"}`)},
		{"garbage", "unable to decode", broken(200, `<html>`)},
		{"of another kind", "unable to decode", broken(200, `{"schema": 1}`)},
		{"null", "no versions", broken(200, `null`)},
		{"no versions", "no versions", broken(200, `[]`)},
		{"a version without schema", "no schema", latest(`{}`)},
		{"a version that is null", "no schema", latest(`null`)},
		{"an empty schema", "no schema", latest(`{"id": 1, "version": 1, "schemaType": "JSON", "schema": ""}`)},
		{"larger than the limit", "too large", func(w http.ResponseWriter, r *http.Request) bool {
			for strings.HasPrefix(r.URL.Path, "/subjects/a/") {
				if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
					return true
				}
			}
			return false
		}},
	} {
		s := serve(t)
		s.SeedSchema("a", 1, 1, schema(`{"minimum": 1}`))
		s.SeedSchema("b", 1, 2, schema(`{"minimum": 1}`))
		r, _ := open(t, s.URL())
		refresh(t, r)
		old := r.Get("a")
		s.Intercept(test.intercept)
		s.SeedSchema("b", 2, 3, schema(`{"minimum": 2}`))
		err := r.Refresh(t.Context())
		var of *registry.Error
		if !errors.As(err, &of) || of.Name != "a" || !strings.Contains(err.Error(), test.want) || len(err.Error()) > 500 {
			t.Errorf("%s: the error is %.600v", test.name, err)
		}
		if r.Get("a") != old || r.Get("b").Valid([]byte(`1`)) {
			t.Errorf("%s: a is not kept, or b not updated", test.name)
		}
	}
}

func TestAMissingReferenceIsReported(t *testing.T) {
	r, _ := open(t, serveAnything(t, map[string]sr.Schema{
		"a": schema(`{"$ref": "b"}`, reference("b", "b", 7)), "c": schema(`{}`),
	}))
	err := r.Refresh(t.Context())
	var response *sr.ResponseError
	if !errors.As(err, &response) || !strings.Contains(err.Error(), `the reference "b" to version 7 of "b"`) {
		t.Errorf("the error is %v", err)
	}
}

func TestErrorsHaveNoCredentialsOfURLs(t *testing.T) {
	status := http.StatusInternalServerError
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	source, err := confluent.New(sr.URLs(strings.Replace(server.URL, "://", "://me:hunter2@", 1)))
	if err != nil {
		t.Fatal(err)
	}
	load := func(want string) {
		t.Helper()
		_, err := source.Load(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "://***@127.0.0.1") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
	load("status 500")
	status = http.StatusOK
	load("unable to decode")
	server.Close()
	load("connection refused")
}

type panics struct{}

func (panics) RoundTrip(*http.Request) (*http.Response, error) { panic("transport") }

func TestAPanicOfTheClientIsAnError(t *testing.T) {
	source, err := confluent.New(sr.URLs("http://localhost"), sr.HTTPClient(&http.Client{Transport: panics{}}))
	if err != nil {
		t.Fatal(err)
	}
	source.Subjects = []string{"a", "b"}
	if _, err := source.Load(t.Context()); err == nil || !strings.Contains(err.Error(), "panic while loading the subject: transport") {
		t.Errorf("the error is %v", err)
	}
}

func TestAServerThatIsDownIsAnErrorOfTheSource(t *testing.T) {
	for _, subjects := range [][]string{nil, {"a", "b"}} {
		s := serve(t)
		s.SeedSchema("a", 1, 1, schema(`{"minimum": 1}`))
		s.SeedSchema("b", 1, 2, schema(`{}`))
		r, source := open(t, s.URL())
		source.Subjects = subjects
		refresh(t, r)
		s.Intercept(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(503); return true })
		if err := r.Refresh(t.Context()); err == nil || r.Snapshot().Err("") == nil || r.Get("a") == nil {
			t.Errorf("%v: the error is %v", subjects, err)
		}
		s.ClearInterceptors()
		refresh(t, r)
	}
}

func TestSubjectsAndVersionsCanBeLimited(t *testing.T) {
	s := serve(t)
	for i := 1; i <= 5; i++ {
		s.SeedSchema("a", i, i, schema(fmt.Sprintf(`{"minimum": %d}`, i)))
	}
	s.SeedSchema("b", 1, 6, schema(`{}`))
	r, source := open(t, s.URL())
	source.Subjects, source.MaxVersions = []string{"a", "a"}, 2
	refresh(t, r)
	if versions := r.Snapshot().Versions("a"); len(versions) != 2 || versions[0].Version != "4" || r.Get("b") != nil {
		t.Errorf("the versions are %v, the names %q", versions, r.Snapshot().Names())
	}
}

func TestAMessageNamesItsSchemaInItsHeader(t *testing.T) {
	s := serve(t)
	s.SeedSchema("a", 1, 0x01020304, schema(`{"type": "integer"}`))
	r, _ := open(t, s.URL())
	refresh(t, r)
	message := append(confluent.AppendHeader([]byte("key"), 0x01020304), "12"...)
	if want := "key\x00\x01\x02\x03\x0412"; string(message) != want || confluent.HeaderSize != len(want)-len("key12") {
		t.Errorf("the message is %q, want %q", message, want)
	}
	message = message[len("key"):]
	version, payload, err := confluent.Lookup(r.Snapshot(), message)
	if err != nil || version.Name != "a" || string(payload) != "12" || !version.Schema.Valid(payload) {
		t.Errorf("found %+v, %q, error %v", version, payload, err)
	}
	var unknown *confluent.UnknownIDError
	if _, _, err := confluent.Lookup(r.Snapshot(), confluent.AppendHeader(nil, 5)); !errors.As(err, &unknown) || unknown.ID != 5 {
		t.Errorf("the error of an unknown ID is %v", err)
	}
	for _, wrong := range []string{"", "\x00\x00\x00\x00", "{\"a\": 1}", "\x01\x00\x00\x00\x01{}"} {
		if _, _, err := confluent.Lookup(r.Snapshot(), []byte(wrong)); !errors.Is(err, sr.ErrBadHeader) {
			t.Errorf("the error of the header of %q is %v", wrong, err)
		}
	}
	if n := testing.AllocsPerRun(100, func() { _, _, _ = confluent.Lookup(r.Snapshot(), message) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestAHeaderOfTheRecordNamesItsSchema(t *testing.T) {
	s := serve(t)
	s.SeedSchema("a", 1, 1, schema(`{"type": "integer"}`))
	s.SeedSchema("a", 2, 2, schema(`{"type": "string"}`))
	r, _ := open(t, s.URL())
	refresh(t, r)
	for _, version := range r.Snapshot().Versions("a") {
		header, err := confluent.AppendGUID([]byte{7}, version.GUID)
		if err != nil || len(header) != 1+17 || header[0] != 7 || header[1] != 1 {
			t.Fatalf("the header of %q is %x, error %v", version.GUID, header, err)
		}
		for _, value := range [][]byte{header[1:], confluent.AppendHeader(nil, version.ID)} {
			if found, err := confluent.LookupHeader(r.Snapshot(), value); err != nil || found != version {
				t.Errorf("%x: found %v, error %v", value, found, err)
			}
		}
	}
	const unknown = "01234567-89ab-cdef-0123-456789abcdef"
	header, err := confluent.AppendGUID(nil, strings.ToUpper(unknown))
	if err != nil || string(header) != "\x01\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef" {
		t.Errorf("the header is %x, error %v", header, err)
	}
	var of *confluent.UnknownIDError
	if _, err := confluent.LookupHeader(r.Snapshot(), header); !errors.As(err, &of) || of.GUID != unknown || !strings.Contains(err.Error(), unknown) {
		t.Errorf("the error of an unknown GUID is %v", err)
	}
	if _, err := confluent.LookupHeader(r.Snapshot(), confluent.AppendHeader(nil, 5)); !errors.As(err, &of) || of.ID != 5 {
		t.Errorf("the error of an unknown ID is %v", err)
	}
	for _, wrong := range []string{"", "\x01", "\x00" + string(header[1:]), "\x02" + string(header[1:]), string(header) + "x", "\x01\x00\x00\x00\x01", "\x00\x00\x00\x00\x01{}"} {
		if _, err := confluent.LookupHeader(r.Snapshot(), []byte(wrong)); !errors.Is(err, sr.ErrBadHeader) {
			t.Errorf("the error of the header %q is %v", wrong, err)
		}
	}
	for _, wrong := range []string{"", "x", unknown[1:], unknown + "0", strings.ReplaceAll(unknown, "-", ""), "{" + unknown + "}", strings.Replace(unknown, "0", "g", 1)} {
		if header, err := confluent.AppendGUID(nil, wrong); err == nil || header != nil {
			t.Errorf("the header of %q is %x, error %v", wrong, header, err)
		}
	}
}

// Older registries have no GUIDs, and others may have anything.
func TestAGUIDThatIsNoneIsIgnored(t *testing.T) {
	for guid, want := range map[string]string{
		"": "", "x": "", "0123": "",
		"01234567-89AB-cdef-0123-456789abcdef": "01234567-89ab-cdef-0123-456789abcdef",
	} {
		s := serve(t)
		s.SeedSchema("a", 1, 1, schema(`{}`))
		s.Intercept(func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/subjects/a/versions/1" {
				return false
			}
			_ = json.NewEncoder(w).Encode(sr.SubjectSchema{ID: 1, GUID: guid, Schema: schema(`{}`)})
			return true
		})
		r, _ := open(t, s.URL())
		refresh(t, r)
		if got := r.Snapshot().Versions("a"); len(got) != 1 || got[0].GUID != want {
			t.Errorf("%q: the versions are %v, want the GUID %q", guid, got, want)
		}
	}
}

func TestCloseLeavesNoGoroutines(t *testing.T) {
	before := runtime.NumGoroutine()
	s := srfake.New()
	for i := range 20 {
		s.SeedSchema(fmt.Sprint(i), 1, i+1, schema(`{}`))
	}
	source, err := confluent.New(sr.URLs(s.URL()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry.Open(context.Background(), source, registry.WithInterval(time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, r)
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	s.Close()
	for range 1000 { // connections end in the background
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines before and %d after", before, runtime.NumGoroutine())
}

func ExampleLookupHeader() {
	server := srfake.New() // in a program, the server of sr.URLs
	defer server.Close()
	server.SeedSchema("orders-value", 1, 7, sr.Schema{Type: sr.TypeJSON, Schema: `{"required": ["id"]}`})

	source, err := confluent.New(sr.URLs(server.URL()))
	if err != nil {
		fmt.Println(err)
		return
	}
	schemas, err := registry.Open(context.Background(), source)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = schemas.Close() }()

	version, _ := schemas.Snapshot().Lookup("orders-value", "1")
	header, err := confluent.AppendGUID(nil, version.GUID) // the header confluent.ValueHeader of a record
	if err != nil {
		fmt.Println(err)
		return
	}
	version, err = confluent.LookupHeader(schemas.Snapshot(), header)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(version.Name, version.Schema.Valid([]byte(`{"id": 1}`)))
	// Output: orders-value true
}

func Example() {
	server := srfake.New() // in a program, the server of sr.URLs
	defer server.Close()
	server.SeedSchema("orders-value", 1, 7, sr.Schema{Type: sr.TypeJSON, Schema: `{"required": ["id"]}`})

	source, err := confluent.New(sr.URLs(server.URL()))
	if err != nil {
		fmt.Println(err)
		return
	}
	schemas, err := registry.Open(context.Background(), source, registry.WithInterval(time.Minute))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = schemas.Close() }()

	message := append(confluent.AppendHeader(nil, 7), `{"state": "paid"}`...)
	version, payload, err := confluent.Lookup(schemas.Snapshot(), message)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(version.Name, version.Version, version.Schema.Validate(payload))
	// Output: orders-value 1 1:1: missing required property "id"; add it [missing]
}
