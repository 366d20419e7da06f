package evaluate

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

// This file shows that the items of an array differ, without a tape: equal values have equal hashes, so
// items with different hashes are not equal. Objects have the same hash regardless of the order of their
// properties. Most numbers, and characters with an escape that need none, can be written in several ways, so
// values with these have no hash.

// differ reports whether all items of an array are known to be different. The array has been read; its first
// item, or white space before it, is at p.
func (e *Evaluator) differ(p int) bool {
	from := len(e.hashes)
	ok := e.hashItems(p)
	hashes := e.hashes[from:]
	e.hashes = e.hashes[:from]
	slices.Sort(hashes)
	return ok && len(slices.Compact(hashes)) == len(hashes)
}

// hashItems adds the hash of each item, and reports whether all items have one.
func (e *Evaluator) hashItems(p int) bool {
	for {
		hash, end, ok := e.hash(jsontape.SkipSpace(e.text, p))
		if !ok {
			return false
		}
		e.hashes = append(e.hashes, hash)
		if p = jsontape.SkipSpace(e.text, end); e.text[p] == ']' {
			return true
		}
		p++ // the comma
	}
}

// hash returns the hash of the valid value at p, and the offset after it.
func (e *Evaluator) hash(p int) (hash uint64, end int, ok bool) {
	switch c := e.text[p]; c {
	case '{', '[':
		return e.hashChildren(p+1, c == '{')
	case '"':
		return e.hashString(p)
	case 't', 'f', 'n':
		end, _ = jsontape.ScanWord(e.text, p)
		return uint64(c), end, true
	}
	end, kind := e.reader.Number(p)
	written := e.text[p:end]
	plain := kind == jsontape.Integer && len(written) < jsontape.WordBytes && !bytes.ContainsAny(written, ".eE") && string(written) != "-0"
	head, tail := jsontape.Words(e.text, p, end)
	return mix(head, tail), end, plain
}

// hashString returns the hash of the string at p.
func (e *Evaluator) hashString(p int) (hash uint64, end int, ok bool) {
	end = e.reader.PlainEnd(p + 1)
	if jsontape.ByteAt(e.text, end) != '"' {
		end, _ = e.reader.String(end)
		if end--; !plainEscapes(e.text[p+1 : end]) {
			return 0, 0, false
		}
	}
	text := e.text[p+1 : end]
	head, tail := jsontape.Words(e.text, p+1, end)
	hash = jsontape.HashName(head, tail, text) + '"'
	for k := jsontape.WordBytes; k+8 < len(text); k += 8 { // the last eight bytes are in the hash
		hash = mix(hash, binary.LittleEndian.Uint64(text[k:]))
	}
	return hash, end + 1, true
}

// plainEscapes reports whether a string has only escapes of two characters, for what cannot be written
// without one. Another string of the same value is then written alike, or has other escapes.
func plainEscapes(text []byte) bool {
	for {
		k := bytes.IndexByte(text, '\\')
		if k < 0 {
			return true
		}
		if text[k+1] == 'u' || text[k+1] == '/' {
			return false
		}
		text = text[k+2:]
	}
}

// hashChildren returns the hash of the array or object whose first child, or white space before it, is at p.
func (e *Evaluator) hashChildren(p int, object bool) (hash uint64, end int, ok bool) {
	hash = '['
	if object {
		hash = '{'
	}
	for {
		p = jsontape.SkipSpace(e.text, p)
		if c := e.text[p]; c == ']' || c == '}' {
			return mix(hash, 1), p + 1, true
		}
		var name, value uint64
		if object {
			if name, p, ok = e.hashString(p); !ok {
				return 0, 0, false
			}
			p = jsontape.SkipSpace(e.text, jsontape.SkipSpace(e.text, p)+1)
		}
		if value, p, ok = e.hash(p); !ok {
			return 0, 0, false
		}
		if object {
			hash += mix(name, value)
		} else {
			hash = mix(hash, value)
		}
		if p = jsontape.SkipSpace(e.text, p); e.text[p] == ',' {
			p++
		}
	}
}

func mix(a, b uint64) uint64 {
	const odd = 0x9E3779B97F4A7C15
	high, low := bits.Mul64(a^odd, b+odd)
	return high ^ low + a
}
