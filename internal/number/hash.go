// This file hashes numbers so that equal numbers have equal hashes however they are
// written.

package number

import "math/bits"

// Odd constants with well spread bits: the fractional parts of the square roots
// of 2, 3 and 5.
const (
	salt2 = 0x6a09e667f3bcc909
	salt3 = 0xbb67ae8584caa73b
	salt5 = 0x3c6ef372fe94f82b
)

// Hash returns a hash of the number under the seed. Equal numbers have equal hashes.
// Without knowing the seed, an attacker cannot construct unequal numbers that collide more
// often than by chance.
func (d Decimal) Hash(seed uint64) uint64 {
	h := mix(seed^salt2, salt3)
	if d.neg {
		h = mix(h^salt5, salt2)
	}
	if d.text == nil {
		h = mix(h^d.coefficient, seed^salt3)
		return mix(h^uint64(uint32(d.exponent)), salt5)
	}
	s := scan(d.text)
	h = mix(h^uint64(s.count), salt5) // leading zeros of the last chunk do not affect its value
	for {
		chunk, n := s.digits.next(smallDigits)
		if n == 0 {
			break
		}
		h = mix(h^chunk, seed^salt3)
	}
	// The same exponent can be the sum of different powers and offsets, but its residue is
	// always the same. The modulus is as secret as the seed.
	return mix(h^s.exponent.modulo(mix(seed^salt5, salt2)|1<<63|1), salt5)
}

// modulo returns the exponent modulo m, which must be at least 2^63.
func (e exponent) modulo(m uint64) uint64 {
	power := remainder(e.power, m)
	if e.neg && power > 0 {
		power = m - power
	}
	// An offset is less than 2^63 either way, and so less than m.
	offset := uint64(e.offset)
	if e.offset < 0 {
		offset += m
	}
	sum, carry := bits.Add64(power, offset, 0)
	return bits.Rem64(carry, sum, m)
}

// mix multiplies to 128 bits and folds them: every bit of either factor reaches
// every bit of the result.
func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}
