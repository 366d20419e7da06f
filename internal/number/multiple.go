// This file checks divisibility, for the keyword multipleOf
// (https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.1).

package number

import (
	"math/big"
	"math/bits"
)

// MultipleOf reports whether d is an integer times m, exactly. The divisor must be greater
// than 0.
//
// With d = c·10^e and m = k·10^f this is whether k divides c·10^(e-f). If e < f it does
// not, unless d is 0: a large coefficient and that of a fraction do not end in 0, and a
// small integer is less than any m with f > 0. If the exponents are far apart, 10^(e-f)
// holds every factor 2 and 5 that k has, and higher powers change nothing: log2(k) of them
// are always enough.
//
// The time is linear in the length of d, for one m.
func (d Decimal) MultipleOf(m Decimal) bool {
	if d.text != nil || m.text != nil {
		return multipleOfLarge(d, m)
	}
	switch {
	case d.coefficient == 0:
		return true
	case m.coefficient == 0 || d.exponent < m.exponent:
		return false
	case d.exponent == m.exponent:
		return d.coefficient%m.coefficient == 0
	}
	return dividesShifted(m.coefficient, d.coefficient%m.coefficient, int64(d.exponent)-int64(m.exponent))
}

// dividesShifted reports whether k divides c·10^shift, for c < k.
func dividesShifted(k, c uint64, shift int64) bool {
	shift = min(shift, int64(bits.Len64(k)))
	for shift > 0 && c != 0 {
		step := min(shift, smallDigits)
		high, low := bits.Mul64(c, powers[step])
		c = bits.Rem64(high, low, k)
		shift -= step
	}
	return c == 0
}

// multipleOfLarge is [Decimal.MultipleOf] if d or m is large.
func multipleOfLarge(d, m Decimal) bool {
	var bufferD, bufferM [smallDigits + 1]byte
	a, b := d.scan(&bufferD), m.scan(&bufferM)
	if a.count == 0 {
		return true
	}
	shift := a.exponent.minus(b.exponent)
	if b.count == 0 || shift < 0 {
		return false
	}
	if b.count > smallDigits {
		return dividesBig(b, a, shift)
	}
	k, _ := b.digits.next(smallDigits)
	return dividesShifted(k, remainder(a.digits, k), shift)
}

// remainder returns d modulo k.
func remainder(d digits, k uint64) uint64 {
	var rest uint64
	for {
		chunk, n := d.next(smallDigits)
		if n == 0 {
			return rest
		}
		high, low := bits.Mul64(rest, powers[n])
		low, carry := bits.Add64(low, chunk, 0)
		rest = bits.Rem64(high+carry, low, k)
	}
}

// dividesBig reports whether the digits of m divide those of d times 10^shift, if those of
// m do not fit a machine word.
func dividesBig(m, d scanned, shift int64) bool {
	k := m.digits.big()
	var rest, power, chunk big.Int

	// Chunks as long as the divisor keep the number of divisions down.
	for row := d.digits; len(row) > 0; {
		head := row[:min(len(row), len(m.digits))]
		row = row[len(head):]
		power.Exp(big.NewInt(10), big.NewInt(int64(head.count())), nil)
		chunk.Set(head.big())
		rest.Mul(&rest, &power)
		rest.Add(&rest, &chunk)
		rest.Rem(&rest, k)
	}
	shift = min(shift, int64(k.BitLen()))
	power.Exp(big.NewInt(10), big.NewInt(shift), k)
	rest.Mul(&rest, &power)
	return rest.Rem(&rest, k).Sign() == 0
}
