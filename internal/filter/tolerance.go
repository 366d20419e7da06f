package filter

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// A Tolerance is how many records may be invalid: a number, or a share of all. The zero value is none.
type Tolerance struct {
	text  string
	count int64
	share *big.Rat // nil for a number
}

// maxDigits bounds the size of numbers, which are exact; no share needs that many digits.
const maxDigits = 20

// ParseTolerance parses a number of records, such as "100", or a share of them, such as "0.5%".
func ParseTolerance(text string) (Tolerance, error) {
	wrong := fmt.Errorf("%q is neither a number of records, such as 100, nor a share of them, such as 0.5%%", text)
	percent, isShare := strings.CutSuffix(text, "%")
	if len(percent) > maxDigits || strings.Trim(percent, "0123456789.") != "" {
		return Tolerance{}, wrong
	}
	if !isShare {
		count, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return Tolerance{}, wrong
		}
		return Tolerance{text: text, count: count}, nil
	}
	share, ok := new(big.Rat).SetString(percent)
	if !ok {
		return Tolerance{}, wrong
	}
	if share.Quo(share, big.NewRat(100, 1)); share.Cmp(big.NewRat(1, 1)) > 0 {
		return Tolerance{}, fmt.Errorf("%q: a share must not be more than 100%%", text)
	}
	return Tolerance{text: text, share: share}, nil
}

// String returns the tolerance as it was written.
func (t Tolerance) String() string {
	if t.text == "" {
		return "0"
	}
	return t.text
}

// Allows reports whether so many records may be invalid.
func (t Tolerance) Allows(invalid, records int64) bool {
	if t.share == nil {
		return invalid <= t.count
	}
	allowed := new(big.Rat).Mul(t.share, new(big.Rat).SetInt64(records))
	return allowed.Cmp(new(big.Rat).SetInt64(invalid)) >= 0
}
