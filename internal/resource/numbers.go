package resource

import (
	"bytes"
	"encoding/json"
)

// smallNumber returns a number that the checker can be given. The checker expands exponents
// and takes quadratic time for long mantissas. Because metaschemas only check the sign and
// whether a number is an integer, a large number is replaced by a small one that agrees in both.
func smallNumber(text []byte) json.Number {
	const most = 64
	exponent := bytes.IndexAny(text, "eE")
	if len(text) <= most && exponent < 0 || len(text) <= most && len(text)-exponent <= 4 {
		return json.Number(text)
	}
	sign := ""
	if text[0] == '-' {
		sign = "-"
	}
	mantissa := text
	if exponent >= 0 {
		mantissa = text[:exponent]
	}
	if !bytes.ContainsAny(mantissa, "123456789") {
		return "0"
	}
	integral := bytes.IndexByte(mantissa, '.') < 0
	if exponent >= 0 {
		integral = text[exponent+1] != '-'
	}
	if integral {
		return json.Number(sign + "1")
	}
	return json.Number(sign + "0.5")
}
