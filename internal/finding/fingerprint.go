package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// A Fingerprinter gives every finding of a run an identity that stays the same
// when lines move: it is made of what is wrong and where in the payload, not of
// where in the file. The second finding with all of that in common (the same
// fault in another line of NDJSON) is told from the first by its number.
//
// The zero value is ready to use.
type Fingerprinter struct {
	seen map[[sha256.Size]byte]int
}

// Of is the fingerprint of the next finding: 32 hexadecimal digits.
func (p *Fingerprinter) Of(f *Finding) string {
	sum := identity(f, 0)
	if p.seen == nil {
		p.seen = make(map[[sha256.Size]byte]int)
	}
	n := p.seen[sum]
	p.seen[sum] = n + 1
	if n > 0 {
		sum = identity(f, n)
	}
	return hex.EncodeToString(sum[:16])
}

func identity(f *Finding, n int) [sha256.Size]byte {
	var b []byte
	for _, part := range []string{f.File, f.Rule, f.Pointer, f.Property, f.Got, strconv.Itoa(n)} {
		b = strconv.AppendInt(b, int64(len(part)), 10)
		b = append(b, ':')
		b = append(b, part...)
	}
	return sha256.Sum256(b)
}
