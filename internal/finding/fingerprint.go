package finding

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// FingerprintVersion is the version of the fingerprint algorithm. Fingerprints of different
// versions cannot be compared.
const FingerprintVersion = 2

// A Fingerprinter computes an identity for every finding of a run that stays the same when
// lines move or items are inserted into an array: it depends on the problem and on
// [Finding.Identity], not on the position in the file. Findings with all of that in common
// (the same problem in equal items) are numbered, so that if n were accepted and there are
// n+1 now, one is new.
//
// The findings of one file must be passed consecutively. The zero value is ready to use.
type Fingerprinter struct {
	file string
	seen map[uint64]uint32 // number of occurrences in this file, keyed by a prefix of the checksum
}

// Of returns the fingerprint of the next finding: 32 hexadecimal digits.
func (p *Fingerprinter) Of(f *Finding) string {
	if p.seen == nil || p.file != f.File {
		p.file, p.seen = f.File, make(map[uint64]uint32)
	}
	sum := identity(f, 0)
	// A file can have millions of findings. A collision of prefixes is very unlikely and
	// harmless: one finding is then numbered as if it were a repetition.
	key := binary.LittleEndian.Uint64(sum[:])
	n := p.seen[key]
	p.seen[key] = n + 1
	if n > 0 {
		sum = identity(f, int(n))
	}
	return hex.EncodeToString(sum[:16])
}

func identity(f *Finding, n int) [sha256.Size]byte {
	where := []string{f.Identity}
	if f.Identity == "" {
		where = []string{f.Pointer, f.Got}
	}
	var b []byte
	for _, part := range append(where, f.File, f.Rule, f.Property, strconv.Itoa(n)) {
		b = strconv.AppendInt(b, int64(len(part)), 10)
		b = append(b, ':')
		b = append(b, part...)
	}
	return sha256.Sum256(b)
}
