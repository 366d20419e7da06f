// Package confluent provides the JSON schemas of a schema registry of Confluent, or one with the
// same API, to [registry.Registry], and finds the schema of a Kafka message:
//
//	source, err := confluent.New(sr.URLs("https://schemas.example.com"))
//	…
//	schemas, err := registry.Open(ctx, source)
//	…
//	version, payload, err := confluent.Lookup(schemas.Snapshot(), record.Value)
//	…
//	err = version.Schema.Validate(payload)
package confluent

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/sr"

	"github.com/verdict-lint/verdict/registry"
)

// A Source is a [registry.Source] of subjects. The name of a schema is its subject, such as
// "orders-value", and its version is the number in the subject. Schemas of Avro and Protobuf are
// skipped.
//
// A version is loaded once, unless its subject was deleted and created again. References of a
// schema to others are loaded as well; their names are URIs relative to the $id of the schema that
// refers to them.
type Source struct {
	// Subjects are those to load, by default all.
	Subjects []string

	// MaxVersions is how many of the latest versions of a subject are loaded, 100 by default.
	MaxVersions int

	// MaxReferences is how many other schemas a schema may refer to, directly and through
	// others, 200 by default. They may refer to each other ten times as often.
	MaxReferences int

	// MaxReferenceBytes is how many bytes these schemas may have, 16 MiB by default.
	MaxReferenceBytes int

	client    *sr.Client
	transport *http.Transport // of the default client

	mutex           sync.Mutex
	known, previous map[place]*schema // by the current call of Load, and by the one before
	bytes           int               // of known
	shared          int               // bytes of references, for each schema that has them
}

// A place is a version of a subject.
type place struct {
	subject string
	version int
}

// A schema is what the server has at a place.
type schema struct {
	place
	sr.SubjectSchema
	text []byte
	id   func() string // idOf the text, which is parsed once
}

const (
	timeout            = 10 * time.Second
	maxBody            = 32 << 20 // a schema in JSON
	maxRequests        = 8        // at the same time
	defaultMaxVersions = 100
	maxSchemas         = 10_000
	maxTotal           = 256 << 20 // bytes of all schemas
	maxMessage         = 200       // bytes that are quoted of a response

	defaultMaxReferences     = 200
	defaultMaxReferenceBytes = 16 << 20
	maxUses                  = 10      // of a reference of a schema, on average
	maxShared                = 1 << 30 // bytes that all schemas have as references
)

// New returns a source that uses a client with these options, such as [sr.URLs] and
// [sr.BasicAuth]. By default a request may take 10 seconds and a response has at most 32 MiB;
// [sr.HTTPClient] replaces these limits. Soft-deleted versions are loaded with
// sr.DefaultParams(sr.ShowDeleted).
//
// At most 10,000 schemas with a total of 256 MiB are loaded, and their references have a total of
// 1 GiB, in which a schema counts for each one that refers to it; more are an error.
func New(opts ...sr.ClientOpt) (*Source, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	limited := &http.Client{Timeout: timeout, Transport: limit{transport}}
	client, err := sr.NewClient(append([]sr.ClientOpt{sr.HTTPClient(limited)}, opts...)...)
	if err != nil {
		return nil, fmt.Errorf("confluent: %w", err)
	}
	return &Source{client: client, transport: transport}, nil
}

// Close closes the idle connections of the default client.
func (s *Source) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// Load loads the schemas of all subjects. If none can be loaded, that is an error of the source.
func (s *Source) Load(ctx context.Context) ([]registry.Document, error) {
	subjects := slices.Clone(s.Subjects)
	if len(subjects) == 0 {
		var err error
		if subjects, err = s.client.Subjects(ctx); err != nil {
			return nil, short(err)
		}
	}
	slices.Sort(subjects)
	subjects = slices.Compact(subjects)
	if len(subjects) > maxSchemas {
		return nil, fmt.Errorf("there are %d subjects, more than the limit of %d; name some by Subjects", len(subjects), maxSchemas)
	}
	s.known, s.previous, s.bytes, s.shared = make(map[place]*schema), s.known, 0, 0
	bySubject := make([][]registry.Document, len(subjects))
	slots := make(chan struct{}, maxRequests)
	var requests sync.WaitGroup
	for i, subject := range subjects {
		slots <- struct{}{}
		requests.Go(func() {
			defer func() { <-slots }()
			bySubject[i] = s.load(ctx, subject)
		})
	}
	requests.Wait()
	documents := slices.Concat(bySubject...)
	for _, d := range documents {
		if d.Err == nil {
			return documents, nil
		}
	}
	if len(documents) > 0 {
		return nil, documents[0].Err
	}
	return nil, nil
}

// load returns the versions of a subject, the latest last, or a document with the error.
func (s *Source) load(ctx context.Context, subject string) (documents []registry.Document) {
	failed := func(err error) []registry.Document {
		return []registry.Document{{Name: subject, Err: err}}
	}
	defer func() { // of a client of the caller; there is no other recover in this goroutine
		if cause := recover(); cause != nil {
			documents = failed(fmt.Errorf("panic while loading the subject: %v", cause))
		}
	}()
	versions, err := s.client.SubjectVersions(ctx, subject)
	if err != nil {
		return failed(short(err))
	}
	if len(versions) == 0 { // of a subject without versions, the server says that it is not found
		return failed(errors.New("the response has no versions of the subject"))
	}
	slices.Sort(versions)
	versions = versions[max(0, len(versions)-positive(s.MaxVersions, defaultMaxVersions)):]
	if err := s.refresh(ctx, place{subject, versions[len(versions)-1]}); err != nil {
		return failed(err)
	}
	for _, version := range versions {
		found, err := s.get(ctx, place{subject, version})
		if err != nil {
			return failed(err)
		}
		if found.Type != sr.TypeJSON {
			continue
		}
		d, err := s.document(ctx, found)
		if err != nil {
			return failed(fmt.Errorf("version %d: %w", version, err))
		}
		documents = append(documents, d)
	}
	return documents
}

// document returns a schema with all documents that it refers to.
func (s *Source) document(ctx context.Context, found *schema) (registry.Document, error) {
	version := strconv.Itoa(found.place.version)
	uri := "confluent:///subjects/" + url.PathEscape(found.place.subject) + "/versions/" + version
	references, err := s.references(ctx, uri, found)
	return registry.Document{
		Name: found.place.subject, Version: version, ID: found.ID, GUID: canonical(found.GUID), URI: uri,
		Text: found.text, References: references,
	}, err
}

// positive returns a setting, or its default if it is not set.
func positive(setting, byDefault int) int {
	if setting > 0 {
		return setting
	}
	return byDefault
}
