// Package number represents JSON numbers as exact decimals of any size (RFC 8259, section
// 6, https://www.rfc-editor.org/rfc/rfc8259#section-6).
//
// No operation expands an exponent, so 1e1000000000 costs the same as 1, and every
// operation takes time linear in the length of the texts it was parsed from. Numbers of up
// to 19 digits, which is nearly all there are, are held in a machine word and are neither
// parsed, compared nor hashed with any allocation.
package number

import (
	"cmp"
	"math"
	"math/bits"
)

// A Decimal is an exact decimal number. Its zero value is 0.
//
// It has one of two forms, which depends on its value alone:
//
//	small  text == nil  ±coefficient·10^exponent
//	large  text != nil  the number in text; neg is its sign
//
// A small one is an integer below 10^19 with the exponent 0, or else has a coefficient that
// does not end in 0. So two equal small Decimals are equal field by field, and a small one
// never equals a large one. It cannot be compared by ==, since a large one keeps the text.
type Decimal struct {
	coefficient uint64
	exponent    int32
	neg         bool
	text        []byte
}

const (
	// smallDigits is the number of decimal digits that always fit a uint64.
	smallDigits = 19

	// smallExponent bounds the exponent of the small form, far enough from
	// the end of int32 that sums of two and a digit count do not overflow.
	smallExponent = 1 << 29
)

// powers holds 10^i for every i that a uint64 can hold.
var powers = [smallDigits + 1]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// Parse reads text, which must be a JSON number, with nothing before or after it; the
// result for any other text is undefined. A number too large for a machine word keeps the
// text, which then must not change while the Decimal is in use. There is no negative zero:
// -0 is 0.
func Parse(text []byte) Decimal {
	digits := text
	neg := len(digits) > 0 && digits[0] == '-'
	if neg {
		digits = digits[1:]
	}
	if len(digits) > smallDigits {
		return parse(text)
	}
	var n uint64
	point := len(digits) - 1 // an integer has none, and no digits after it
	for i, c := range digits {
		digit := c - '0'
		switch {
		case digit <= 9:
			n = n*10 + uint64(digit)
		case c == '.':
			point = i
		default:
			return parse(text)
		}
	}
	exponent := point + 1 - len(digits)
	for exponent < 0 && n%10 == 0 {
		n /= 10
		exponent++
	}
	return Decimal{coefficient: n, exponent: int32(exponent), neg: neg && n != 0}
}

// parse is [Parse] for numbers that are long or have an exponent.
func parse(text []byte) Decimal {
	s := scan(text)
	if s.count == 0 {
		return Decimal{}
	}
	exponent, ok := s.exponent.int64()
	if s.count > smallDigits || !ok || exponent > smallExponent || exponent < -smallExponent {
		return Decimal{text: text, neg: s.neg}
	}
	chunk, _ := s.digits.next(smallDigits)
	d := Decimal{coefficient: chunk, exponent: int32(exponent), neg: s.neg}
	if exponent > 0 && int64(s.count)+exponent <= smallDigits {
		d.coefficient *= powers[exponent]
		d.exponent = 0
	}
	return d
}

// Sign returns -1, 0 or +1.
func (d Decimal) Sign() int {
	switch {
	case d.neg:
		return -1
	case d.coefficient == 0 && d.text == nil:
		return 0
	}
	return 1
}

// Compare returns -1 if d < e, 0 if d equals e, and +1 if d > e.
func (d Decimal) Compare(e Decimal) int {
	if d.neg != e.neg {
		if d.neg {
			return -1
		}
		return 1
	}
	var order int
	switch {
	case d.text != nil || e.text != nil:
		order = compareLarge(d, e)
	case d.exponent == e.exponent:
		order = cmp.Compare(d.coefficient, e.coefficient)
	default:
		order = compareSmall(d, e)
	}
	if d.neg {
		return -order
	}
	return order
}

// compareSmall compares the absolute values of two small Decimals whose
// exponents differ.
func compareSmall(d, e Decimal) int {
	if d.coefficient == 0 || e.coefficient == 0 {
		return cmp.Compare(d.coefficient, e.coefficient)
	}
	// If the first digits have the same weight, the exponents differ by no more than the
	// digit counts do, and scaling one up to the other cannot overflow.
	weightD := countDigits(d.coefficient) + int(d.exponent)
	weightE := countDigits(e.coefficient) + int(e.exponent)
	switch {
	case weightD != weightE:
		return cmp.Compare(weightD, weightE)
	case d.exponent > e.exponent:
		return cmp.Compare(d.coefficient*powers[d.exponent-e.exponent], e.coefficient)
	}
	return cmp.Compare(d.coefficient, e.coefficient*powers[e.exponent-d.exponent])
}

// countDigits returns the number of decimal digits of n > 0.
func countDigits(n uint64) int {
	estimate := bits.Len64(n) * 1233 >> 12 // log10(2) ≈ 1233/4096
	if estimate < len(powers) && n >= powers[estimate] {
		return estimate + 1
	}
	return estimate
}

// Equal reports whether d and e are the same number: 1, 1.0 and 10e-1 are.
func (d Decimal) Equal(e Decimal) bool {
	if d.text != nil && e.text != nil {
		return d.Compare(e) == 0
	}
	return d.text == nil && e.text == nil &&
		d.coefficient == e.coefficient && d.exponent == e.exponent && d.neg == e.neg
}

// IsInteger reports whether d has no fraction. It depends on the value, not on how it is
// written: 1.0 and 1e2 are integers (JSON Schema Core 2020-12, section 4.2.3,
// https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.3).
func (d Decimal) IsInteger() bool {
	if d.text == nil {
		return d.exponent >= 0
	}
	// The digits do not end in 0, so any negative exponent is a fraction.
	return scan(d.text).exponent.minus(exponent{}) >= 0
}

// Int64 returns d as an int64, and whether it is one.
func (d Decimal) Int64() (int64, bool) {
	switch {
	case d.text != nil || d.exponent != 0:
		return 0, false
	case d.neg && d.coefficient <= -math.MinInt64:
		return int64(-d.coefficient), true
	case !d.neg && d.coefficient <= math.MaxInt64:
		return int64(d.coefficient), true
	}
	return 0, false
}
