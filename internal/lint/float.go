package lint

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// float64 holds every decimal of up to 15 digits. Only longer ones, and those
// with an exponent of three digits, have to be looked at.

const exactDigits = 15

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// mayBeImprecise reports whether a text could hold a number that float64 does
// not: a run of more than 15 digits, or a digit, an e and three digits.
//
// It reads eight bytes at a time, and looks closer only at a word that is nothing but
// digits, for a run of that length covers one, and at an e after a digit.
func mayBeImprecise(json []byte) bool {
	before := uint64(0) // whether the byte before the word is a digit
	i := 0
	for ; i+8 <= len(json); i += 8 {
		word := binary.LittleEndian.Uint64(json[i:])
		digits := digitsOrPoints(word)
		if digits == highs && runAround(json, i) > exactDigits {
			return true
		}
		// A byte of the difference is zero where the text has e or E. The subtraction
		// finds every such byte, and perhaps others behind one.
		difference := (word | 0x20*ones) ^ 'e'*ones
		found := (difference - ones) &^ difference & (digits<<8 | before)
		before = digits >> 56
		for ; found != 0; found &= found - 1 {
			if isLongExponent(json, i+bits.TrailingZeros64(found)/8) {
				return true
			}
		}
	}
	for ; i < len(json); i++ {
		if isLongExponent(json, i) {
			return true
		}
	}
	return false
}

// digitsOrPoints has the high bit of every byte of a word set that is a digit or a
// point. A slash counts as well: it lies between them.
func digitsOrPoints(word uint64) uint64 {
	low := word &^ highs
	return (low + (0x80-'.')*ones) &^ (low + (0x7f-'9')*ones) &^ word & highs
}

// runAround is the number of digits, with points, in the run that holds i.
func runAround(json []byte, i int) int {
	start, end := i, i
	for start > 0 && isDigitOrPoint(json[start-1]) {
		start--
	}
	for end < len(json) && isDigitOrPoint(json[end]) {
		end++
	}
	return end - start
}

func isDigitOrPoint(c byte) bool { return c-'0' < 10 || c == '.' }

// isLongExponent reports whether the byte at i is the e of a number whose exponent
// has three digits or more.
func isLongExponent(json []byte, i int) bool {
	if json[i]|0x20 != 'e' || i == 0 || json[i-1]-'0' >= 10 {
		return false
	}
	digits := json[i+1:]
	if len(digits) > 0 && (digits[0] == '+' || digits[0] == '-') {
		digits = digits[1:]
	}
	return len(digits) >= 3 && digits[0]-'0' < 10 && digits[1]-'0' < 10 && digits[2]-'0' < 10
}

// throughFloat64 reads a number as float64 and reports whether it is still the
// same: whether the shortest decimal that stands for the float64 has the value
// that was written.
func throughFloat64(written []byte) (read string, same bool) {
	f, err := strconv.ParseFloat(string(written), 64)
	if err != nil && math.IsInf(f, 0) {
		return "infinity", false
	}
	read = strconv.FormatFloat(f, 'g', -1, 64)
	digits, exponent, ok := decimal(string(written))
	if !ok {
		return read, true
	}
	readDigits, readExponent, _ := decimal(read)
	return read, digits == readDigits && (digits == "" || exponent == readExponent)
}

// decimal takes a number apart: its significant digits, without zeros at either
// end, and the power of ten of the last of them. Zero has no digits. An exponent
// beyond what int holds is not taken apart.
func decimal(number string) (digits string, exponent int, ok bool) {
	number = strings.TrimPrefix(number, "-")
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		e, err := strconv.Atoi(strings.TrimPrefix(number[i+1:], "+"))
		if err != nil || e > math.MaxInt32 || e < math.MinInt32 {
			e = math.MaxInt32 // no float64 comes near it; only zero may
		}
		number, exponent = number[:i], e
	}
	if i := strings.IndexByte(number, '.'); i >= 0 {
		exponent -= len(number) - i - 1
		number = number[:i] + number[i+1:]
	}
	digits = strings.TrimLeft(number, "0")
	trimmed := strings.TrimRight(digits, "0")
	return trimmed, exponent + len(digits) - len(trimmed), true
}
