// This file splits the text of a number into its digits, read in chunks, and its exponent.

package number

import (
	"bytes"
	"math/big"
	"strings"
)

// A scanned number is ±digits·10^exponent.
type scanned struct {
	neg      bool
	digits   digits
	count    int // of the digits; 0 for zero
	exponent exponent
}

// scan splits text into its parts. The digits neither begin nor end with 0.
func scan(text []byte) scanned {
	var s scanned
	if text[0] == '-' {
		s.neg = true
		text = text[1:]
	}
	mantissa := text
	for i, c := range text {
		if c == 'e' || c == 'E' {
			mantissa = text[:i]
			s.exponent.setPower(text[i+1:])
			break
		}
	}
	point := bytes.IndexByte(mantissa, '.')
	if point < 0 {
		point = len(mantissa)
	}

	first, last := 0, len(mantissa)-1
	for first <= last && (mantissa[first] == '0' || mantissa[first] == '.') {
		first++
	}
	for last > first && (mantissa[last] == '0' || mantissa[last] == '.') {
		last--
	}
	if first > last {
		return scanned{}
	}
	s.digits = mantissa[first : last+1]
	s.count = len(s.digits)
	s.exponent.offset = int64(point - last)
	switch {
	case first < point && point < last:
		s.count-- // the point
	case last < point:
		s.exponent.offset--
	}
	return s
}

// scan returns the parts of a Decimal of either form. The digits of a small one are written
// to buffer and may end in 0.
func (d Decimal) scan(buffer *[smallDigits + 1]byte) scanned {
	if d.text != nil {
		return scan(d.text)
	}
	s := scanned{neg: d.neg, exponent: exponent{offset: int64(d.exponent)}}
	if d.coefficient == 0 {
		return s
	}
	i := len(buffer)
	for n := d.coefficient; n > 0; n /= 10 {
		i--
		buffer[i] = byte('0' + n%10)
	}
	s.digits = buffer[i:]
	s.count = len(s.digits)
	return s
}

// digits are decimal digits, most significant first, possibly with a point among them,
// which is ignored.
type digits []byte

// next removes up to n digits from the front, n <= smallDigits. It returns their value and
// their count, which is less than n only at the end.
func (d *digits) next(n int) (value uint64, taken int) {
	for i, c := range *d {
		if c == '.' {
			continue
		}
		if taken == n {
			*d = (*d)[i:]
			return value, taken
		}
		value = value*10 + uint64(c-'0')
		taken++
	}
	*d = nil
	return value, taken
}

// count returns the number of digits.
func (d digits) count() int {
	return len(d) - bytes.Count(d, []byte{'.'})
}

// big returns the value of all digits together.
func (d digits) big() *big.Int {
	n, _ := new(big.Int).SetString(strings.Replace(string(d), ".", "", 1), 10)
	return n
}

// An exponent is ±power + offset: power is the exponent as written, and offset results from
// the position of the point. The power may be of any size; offset is bounded by the length
// of the text.
type exponent struct {
	neg    bool
	power  []byte // digits without leading zeros
	offset int64
}

// saturation is a difference of exponents beyond which only its sign matters:
// more than any count of digits.
const saturation = 1e17

// setPower sets the written part, the text after the e.
func (e *exponent) setPower(text []byte) {
	switch text[0] {
	case '-':
		e.neg = true
		text = text[1:]
	case '+':
		text = text[1:]
	}
	e.power = bytes.TrimLeft(text, "0")
}

// int64 returns e, and whether it is below the saturation.
func (e exponent) int64() (int64, bool) {
	n := e.minus(exponent{})
	return n, -saturation < n && n < saturation
}

// minus returns e - f if that is below the saturation, and otherwise a number of the same
// sign that is not.
func (e exponent) minus(f exponent) int64 {
	// Long subtraction from the most significant digit. Once the difference is beyond the
	// saturation, no following digit can bring it back.
	length := max(len(e.power), len(f.power))
	var difference int64
	for i := range length {
		difference = difference*10 + e.digit(i, length) - f.digit(i, length)
		if difference >= 2*saturation || difference <= -2*saturation {
			return difference
		}
	}
	return difference + e.offset - f.offset
}

// digit returns digit i of the power, with its sign, as if the power were written with
// length digits.
func (e exponent) digit(i, length int) int64 {
	i -= length - len(e.power)
	if i < 0 {
		return 0
	}
	digit := int64(e.power[i] - '0')
	if e.neg {
		return -digit
	}
	return digit
}

// compareLarge compares absolute values if at least one of them is large.
func compareLarge(d, e Decimal) int {
	var bufferD, bufferE [smallDigits + 1]byte
	a, b := d.scan(&bufferD), e.scan(&bufferE)
	if a.count == 0 || b.count == 0 {
		return sign(int64(a.count - b.count))
	}
	if weight := a.exponent.minus(b.exponent) + int64(a.count-b.count); weight != 0 {
		return sign(weight)
	}
	// The first digits have the same weight; the shorter number is padded with zeros.
	for {
		x, nx := a.digits.next(smallDigits)
		y, ny := b.digits.next(smallDigits)
		x *= powers[smallDigits-nx]
		y *= powers[smallDigits-ny]
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		case nx == 0 && ny == 0:
			return 0
		}
	}
}

func sign(n int64) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
