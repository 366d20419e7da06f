package confluent

// This file loads what a schema refers to.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// addReferences adds the documents that a schema refers to by their URIs, and in turn theirs.
func (s *Source) addReferences(ctx context.Context, added map[string][]byte, uri string, from *schema) error {
	base := baseOf(uri, from.text)
	for _, reference := range from.References {
		found, err := s.get(ctx, place{reference.Subject, reference.Version})
		if err != nil {
			return fmt.Errorf("the reference %q to version %d of %q: %w", reference.Name, reference.Version, reference.Subject, err)
		}
		name, err := base.Parse(reference.Name)
		if err != nil {
			return fmt.Errorf("the reference %q is not a URI: %w", reference.Name, err)
		}
		name.Fragment, name.RawFragment = "", ""
		target := name.String()
		if before, ok := added[target]; ok {
			if !bytes.Equal(before, found.text) {
				return fmt.Errorf("two versions of the reference %q are required", reference.Name)
			}
			continue // its references were added, too
		}
		if len(added) == maxReferences {
			return fmt.Errorf("more than the limit of %d references", maxReferences)
		}
		added[target] = found.text
		if err := s.addReferences(ctx, added, target, found); err != nil {
			return err
		}
	}
	return nil
}

// baseOf returns the URI to which references in a document are relative: its $id (id in draft 4),
// or else that by which it was found.
func baseOf(uri string, text []byte) *url.URL {
	base, err := url.Parse(uri)
	if err != nil {
		return new(url.URL)
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return base // the fault is reported when it is compiled
	}
	for _, name := range []string{"$id", "id"} {
		var id string
		if json.Unmarshal(members[name], &id) != nil {
			continue
		}
		if resolved, err := base.Parse(id); err == nil {
			return resolved
		}
	}
	return base
}
