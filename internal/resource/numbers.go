package resource

import (
	"bytes"
	"encoding/json"
)

// smallNumber is a number as the checker may see it. It expands exponents and
// takes quadratic time on long mantissas; since metaschemas ask only for sign and
// integrality, a number that is large in either way is replaced by one that is
// alike in both.
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
