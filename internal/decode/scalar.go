package decode

// This file decodes booleans, strings and numbers.

import (
	"encoding/json"
	"reflect"
	"strconv"

	"github.com/verdict-lint/verdict/internal/jsontape"
)

type boolDecoder struct{}

func (d *boolDecoder) decode(s *state, v reflect.Value, p int) int {
	return d.decodeAt(s, d.pointer(v), p)
}

func (*boolDecoder) pointer(v reflect.Value) any { return at[bool](v) }

func (*boolDecoder) decodeAt(s *state, pointer any, p int) int {
	switch jsontape.ByteAt(s.text, p) {
	case 't':
		*pointer.(*bool) = true
		return p + len("true")
	case 'f':
		*pointer.(*bool) = false
		return p + len("false")
	case 'n':
		return afterNull(p)
	}
	return gaveUp
}

type stringDecoder struct{}

func (*stringDecoder) decode(s *state, v reflect.Value, p int) int {
	if jsontape.ByteAt(s.text, p) != '"' {
		return ifNull(s, p)
	}
	text, end := s.constantOrOther(p)
	if end >= 0 {
		v.SetString(text)
	}
	return end
}

func (*stringDecoder) pointer(v reflect.Value) any { return at[string](v) }

func (*stringDecoder) decodeAt(s *state, pointer any, p int) int {
	if jsontape.ByteAt(s.text, p) != '"' {
		return ifNull(s, p)
	}
	text, end := s.constantOrOther(p)
	*pointer.(*string) = text
	return end
}

// constantOrOther returns the string at p, which may be recorded as a constant.
func (s *state) constantOrOther(p int) (text string, end int) {
	if index, ok := s.constant(p); ok {
		text = s.reader.Record.Constants[index]
		return text, p + len(text) + len(`""`)
	}
	return s.string(p)
}

// stringOrNull returns the string at p, "" for null.
func stringOrNull(s *state, p int) (text string, end int) {
	if jsontape.ByteAt(s.text, p) != '"' {
		return "", ifNull(s, p)
	}
	return s.string(p)
}

// stringsOrNull returns the array of strings at p, nil for null.
func stringsOrNull(s *state, p int) (texts []string, end int) {
	if jsontape.ByteAt(s.text, p) != '[' {
		return nil, ifNull(s, p)
	}
	return s.texts(p)
}

// ifNull returns the offset after the value at p if it is null, which leaves most types as
// they are, and otherwise gives up.
func ifNull(s *state, p int) int {
	if s.isNull(p) {
		return afterNull(p)
	}
	return gaveUp
}

// jsonNumberDecoder decodes json.Number.
type jsonNumberDecoder struct{}

func (*jsonNumberDecoder) decode(s *state, v reflect.Value, p int) int {
	if !isNumber(jsontape.ByteAt(s.text, p)) {
		return ifNull(s, p)
	}
	end := s.skipScalar(p)
	v.SetString(s.strings.add(s.text[p:end]))
	return end
}

var jsonNumberType = reflect.TypeFor[json.Number]()

// isNumber reports whether a number begins with c.
func isNumber(c byte) bool { return c-'0' < 10 || c == '-' }

type intDecoder struct{}

func (*intDecoder) decode(s *state, v reflect.Value, p int) int {
	n, negative, end := s.integer(p)
	switch {
	case end < 0:
		return ifNull(s, p)
	case negative && n > 1<<63, !negative && n > 1<<63-1:
		return gaveUp
	}
	i := int64(n)
	if negative {
		i = -i
	}
	if v.OverflowInt(i) {
		return gaveUp
	}
	v.SetInt(i)
	return end
}

type uintDecoder struct{}

func (*uintDecoder) decode(s *state, v reflect.Value, p int) int {
	n, negative, end := s.integer(p)
	switch {
	case end < 0:
		return ifNull(s, p)
	case negative, v.OverflowUint(n):
		return gaveUp
	}
	v.SetUint(n)
	return end
}

// maxDigits is how many decimal digits surely fit a uint64.
const maxDigits = 19

// integer reads a number at p without fraction and exponent.
func (s *state) integer(p int) (n uint64, negative bool, end int) {
	if negative = jsontape.ByteAt(s.text, p) == '-'; negative {
		p++
	}
	start := p
	n, p = digits(s.text, p, 0)
	switch c := jsontape.ByteAt(s.text, p); {
	case p == start, c == '.', c|0x20 == 'e':
		return 0, false, gaveUp
	case p-start > maxDigits:
		var err error
		if n, err = strconv.ParseUint(string(s.text[start:p]), 10, 64); err != nil {
			return 0, false, gaveUp
		}
	}
	return n, negative, p
}

// floatDecoder decodes numbers of 32 or 64 bits.
type floatDecoder struct{ bits int }

func (d *floatDecoder) decode(s *state, v reflect.Value, p int) int {
	if !isNumber(jsontape.ByteAt(s.text, p)) {
		return ifNull(s, p)
	}
	f, end := s.float(p, d.bits)
	if end >= 0 {
		v.SetFloat(f)
	}
	return end
}

// float64Decoder decodes numbers of 64 bits.
type float64Decoder struct{ floatDecoder }

func (*float64Decoder) pointer(v reflect.Value) any { return at[float64](v) }

func (*float64Decoder) decodeAt(s *state, pointer any, p int) int {
	if !isNumber(jsontape.ByteAt(s.text, p)) {
		return ifNull(s, p)
	}
	f, end := s.float(p, 64)
	*pointer.(*float64) = f
	return end
}

// float reads the number at p. It gives up if the number is out of range.
func (s *state) float(p, bits int) (f float64, end int) {
	mantissa, exponent, end := s.decimal(p)
	if f, ok := exact(mantissa, exponent, bits); ok && end >= 0 {
		if s.text[p] == '-' {
			f = -f
		}
		return f, end
	}
	if end = s.skipScalar(p); end < 0 {
		return 0, gaveUp
	}
	f, err := strconv.ParseFloat(string(s.text[p:end]), bits)
	if err != nil {
		return 0, gaveUp
	}
	return f, end
}

// decimal reads the number at p as mantissa×10^exponent, without its sign. It gives up if
// there are too many digits.
func (s *state) decimal(p int) (mantissa uint64, exponent, end int) {
	text := s.text
	if text[p] == '-' {
		p++
	}
	start := p
	mantissa, p = digits(text, p, 0)
	if jsontape.ByteAt(text, p) == '.' {
		point := p
		mantissa, p = digits(text, p+1, mantissa)
		exponent = point + 1 - p
	}
	if p-start > maxDigits {
		return 0, 0, gaveUp
	}
	if jsontape.ByteAt(text, p)|0x20 == 'e' {
		power, end := s.exponent(p + 1)
		return mantissa, exponent + power, end
	}
	return mantissa, exponent, p
}

// digits reads decimal digits from p on. They are appended to those of the number n.
func digits(text []byte, p int, n uint64) (number uint64, end int) {
	for uint(p) < uint(len(text)) {
		digit := text[p] - '0'
		if digit > 9 {
			break
		}
		n = n*10 + uint64(digit)
		p++
	}
	return n, p
}

// exponent reads the exponent at p. It gives up if it has more than two digits.
func (s *state) exponent(p int) (exponent, end int) {
	sign := jsontape.ByteAt(s.text, p)
	if sign == '-' || sign == '+' {
		p++
	}
	start := p
	for p < len(s.text) && s.text[p]-'0' < 10 {
		if p-start == 2 {
			return 0, gaveUp
		}
		exponent = exponent*10 + int(s.text[p]-'0')
		p++
	}
	if sign == '-' {
		exponent = -exponent
	}
	return exponent, p
}

var powersOfTen = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// exact returns mantissa×10^exponent if both factors are numbers that a float holds exactly:
// the product is then rounded once, as strconv.ParseFloat does.
func exact(mantissa uint64, exponent, bits int) (f float64, ok bool) {
	switch f = float64(mantissa); {
	case mantissa < 1<<24 && exponent == 0:
		return f, true
	case bits != 64 || mantissa >= 1<<53:
	case 0 <= exponent && exponent < len(powersOfTen):
		return f * powersOfTen[exponent], true
	case -len(powersOfTen) < exponent && exponent < 0:
		return f / powersOfTen[-exponent], true
	}
	return 0, false
}
