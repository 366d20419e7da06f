package decode

// This file allocates the strings and bytes of decoded values in blocks that successive payloads share.

import "strings"

// blockBytes bounds what a string keeps alive besides itself.
const blockBytes = 4096

// A stringArena makes strings that share memory. It does not use the payload's own, which
// the caller may change.
type stringArena struct {
	block strings.Builder // it never grows, so that its parts stay where they are
}

// add returns a copy of b.
func (a *stringArena) add(b []byte) string {
	if a.block.Cap()-a.block.Len() < len(b) {
		if len(b) > blockBytes/4 {
			return string(b)
		}
		a.block = strings.Builder{}
		a.block.Grow(blockBytes)
	}
	start := a.block.Len()
	a.block.Write(b)
	return a.block.String()[start:]
}

// A byteArena makes byte slices that share memory, but do not overlap.
type byteArena struct{ block []byte }

// add returns a copy of b.
func (a *byteArena) add(b []byte) []byte {
	if len(b) > blockBytes/4 {
		return append([]byte(nil), b...)
	}
	if cap(a.block)-len(a.block) < len(b) {
		a.block = make([]byte, 0, blockBytes)
	}
	from := len(a.block)
	a.block = a.block[:from+len(b)]
	copy(a.block[from:], b)
	return a.block[from:len(a.block):len(a.block)]
}
