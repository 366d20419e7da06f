package patch

import "github.com/verdict-lint/verdict/internal/jsontape"

// This file applies JSON Merge Patches.

// Merge applies a merge patch to the document (RFC 7396, section 2).
func (d *Document) Merge(patch *jsontape.Tape) {
	d.root = merged(d.root, patch, 0)
	d.patch = &Document{root: &value{tape: patch}}
}

// merged returns the value that a node of a patch makes of another, which is nil if there is
// none.
func merged(target *value, patch *jsontape.Tape, node uint32) *value {
	if patch.Nodes[node].Kind() != jsontape.Object {
		return &value{tape: patch, node: node}
	}
	if target == nil || target.kind() != jsontape.Object {
		target = &value{tape: patch, node: node, opened: true} // an object without properties
	}
	for key, end := node+1, patch.Nodes[node].Next; key < end; key = patch.Nodes[key+1].Next {
		name := patch.String(key)
		target.open()
		var old *value
		if i := target.property(name); i >= 0 {
			old = target.members[i].value
		}
		if patch.Nodes[key+1].Kind() != jsontape.Null {
			target.set(name, merged(old, patch, key+1))
			continue
		}
		target.mention(name)
		if old != nil {
			target.members[target.property(name)].value = nil
		}
	}
	return target
}

// Restore adds a property of an object as null if the merge patch has null for it. It is for a
// property that must be present and may be null, which a merge patch cannot express otherwise.
func (d *Document) Restore(object, name string) {
	pointer := object + "/" + jsontape.EscapeToken(name)
	if null, problem := d.patch.get(pointer); problem == None && null.kind() == jsontape.Null {
		d.add(pointer, null)
	}
}
