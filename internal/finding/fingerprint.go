package finding

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// FingerprintVersion is that of how fingerprints are made. Those of another version are not
// comparable.
const FingerprintVersion = 2

// A Fingerprinter gives every finding of a run an identity that stays the same
// when lines move or items are put into an array: it is made of what is wrong and of
// [Finding.Identity], not of where in the file. The second finding with all of that in
// common (the same fault in an equal item) is told from the first by its number, so that of
// as many as were accepted, and one more, one is new.
//
// The findings of a file have to come one after the other. The zero value is ready to use.
type Fingerprinter struct {
	file string
	seen map[uint64]uint32 // how often, in this file, by the beginning of the checksum
}

// Of is the fingerprint of the next finding: 32 hexadecimal digits.
func (p *Fingerprinter) Of(f *Finding) string {
	if p.seen == nil || p.file != f.File {
		p.file, p.seen = f.File, make(map[uint64]uint32)
	}
	sum := identity(f, 0)
	// There can be millions in one file. That two different ones begin alike is most unlikely, and
	// no harm: one is then numbered as if it were the second.
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
