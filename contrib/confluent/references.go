package confluent

// This file loads the documents that a schema refers to.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// A collector has the documents that one schema refers to, directly and through others.
type collector struct {
	source    *Source
	documents map[string][]byte // by URI
	places    map[string]place
	bytes     int
	uses      int // of documents by other ones
}

// references returns the documents that a schema refers to by their URIs, and those that they
// refer to.
func (s *Source) references(ctx context.Context, uri string, from *schema) (map[string][]byte, error) {
	c := &collector{source: s, documents: make(map[string][]byte), places: make(map[string]place)}
	if err := c.add(ctx, uri, from); err != nil {
		return nil, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.shared += c.bytes; s.shared > maxShared {
		return nil, fmt.Errorf("the references of all schemas have more than %d bytes; name some schemas by Subjects, or decrease MaxVersions", maxShared)
	}
	return c.documents, nil
}

// add adds the documents that a schema refers to, and in turn theirs.
func (c *collector) add(ctx context.Context, uri string, from *schema) error {
	base := baseOf(uri, from.id())
	for _, reference := range from.References {
		if err := ctx.Err(); err != nil {
			return err
		}
		most := positive(c.source.MaxReferences, defaultMaxReferences)
		if c.uses++; c.uses/maxUses >= most {
			return fmt.Errorf("the schema and its references refer to others more often than %d times, which is %d times MaxReferences", maxUses*most, maxUses)
		}
		name, err := base.Parse(reference.Name)
		if err != nil {
			return fmt.Errorf("the reference %q is not a URI: %w", reference.Name, err)
		}
		name.Fragment, name.RawFragment = "", ""
		target, at := name.String(), place{reference.Subject, reference.Version}
		before, known := c.places[target]
		if known && before == at {
			continue // its references have been added, too
		}
		if !known && len(c.documents) == most {
			return fmt.Errorf("the schema refers to more documents than the limit of %d; increase MaxReferences if that is intended", most)
		}
		found, err := c.source.get(ctx, at)
		if err != nil {
			return fmt.Errorf("the reference %q to version %d of %q: %w", reference.Name, reference.Version, reference.Subject, err)
		}
		if known {
			if !bytes.Equal(c.documents[target], found.text) {
				return fmt.Errorf("two versions of the reference %q are required", reference.Name)
			}
			continue
		}
		if err := c.grow(len(found.text)); err != nil {
			return err
		}
		c.documents[target], c.places[target] = found.text, at
		if err := c.add(ctx, target, found); err != nil {
			return err
		}
	}
	return nil
}

// grow counts the bytes of a document.
func (c *collector) grow(size int) error {
	most := positive(c.source.MaxReferenceBytes, defaultMaxReferenceBytes)
	if c.bytes += size; c.bytes > most {
		return fmt.Errorf("the documents that the schema refers to have more bytes than the limit of %d; increase MaxReferenceBytes if that is intended", most)
	}
	return nil
}

// baseOf returns the URI to which references in a document are relative: its $id, or else that by
// which it was found.
func baseOf(uri, id string) *url.URL {
	base, err := url.Parse(uri)
	if err != nil {
		return new(url.URL)
	}
	if resolved, err := base.Parse(id); err == nil {
		return resolved
	}
	return base
}

// idOf returns the $id of a document (id in draft 4), "" if it has none.
func idOf(text []byte) (id string) {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return "" // the fault is reported when it is compiled
	}
	for _, name := range []string{"$id", "id"} {
		if json.Unmarshal(members[name], &id) == nil {
			return id
		}
	}
	return ""
}
