package lint

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// float64 holds every decimal of up to 15 digits. Only longer ones, and those
// with an exponent of three digits, have to be looked at.

const exactDigits = 15

// mayBeImprecise reports whether a text could hold a number that float64 does
// not: a run of more than 15 digits, or a digit, an e and three digits. A run of
// that length covers a multiple of it, so one byte in 16 is looked at.
func mayBeImprecise(json []byte) bool {
	for i := exactDigits; i < len(json); i += exactDigits + 1 {
		if isDigitOrPoint(json[i]) && runAround(json, i) > exactDigits {
			return true
		}
	}
	return hasLongExponent(json, 'e') || hasLongExponent(json, 'E')
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

func hasLongExponent(json []byte, e byte) bool {
	for rest := json; ; {
		i := bytes.IndexByte(rest, e)
		if i < 0 || i+1 >= len(rest) {
			return false
		}
		if i > 0 && rest[i-1]-'0' < 10 {
			digits := rest[i+1:]
			if digits[0] == '+' || digits[0] == '-' {
				digits = digits[1:]
			}
			if len(digits) >= 3 && digits[0]-'0' < 10 && digits[1]-'0' < 10 && digits[2]-'0' < 10 {
				return true
			}
		}
		rest = rest[i+1:]
	}
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
