package format

import (
	"bytes"
	"math"

	"github.com/verdict-lint/verdict/internal/number"
)

// This file checks formats of OpenAPI (https://spec.openapis.org/oas/v3.0.3#data-types).

// base64Text checks for base64 with padding (https://www.rfc-editor.org/rfc/rfc4648#section-4).
func base64Text(text []byte) bool {
	if len(text)%4 != 0 {
		return false
	}
	body := bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("=")), []byte("="))
	for _, c := range body {
		if !('A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/') {
			return false
		}
	}
	return true
}

// int32Text and int64Text check the text of a number, which has the syntax of JSON.
func int32Text(text []byte) bool {
	n, ok := number.Parse(text).Int64()
	return ok && math.MinInt32 <= n && n <= math.MaxInt32
}

func int64Text(text []byte) bool {
	_, ok := number.Parse(text).Int64()
	return ok
}
