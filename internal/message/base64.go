package message

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict/internal/evaluate"
)

// This file formats messages for strings that are not base64 (RFC 4648, section 4). Reflected schemas
// validate base64 by a pattern, which is no helpful message.

// wordBase64 writes why a string that should be base64 is not. It returns false, and writes nothing, if
// the schema does not require base64 or the string is valid base64.
func (w *Writer) wordBase64(m *message, f *evaluate.Failure) bool {
	if f.Keyword == "contentMediaType" || !f.IsBase64() {
		return false
	}
	w.scratch = w.doc.AppendText(w.scratch[:0], f.Node)
	why := faultOfBase64(w.scratch)
	if why == "" {
		return false
	}
	w.clipValue(f.Node)
	w.say(" is not ")
	m.expected = w.put("base64")
	if !w.Redact {
		w.say(": ", why)
	}
	w.say("; expected RFC 4648 base64 with padding, such as aGVsbG8=")
	return true
}

// faultOfBase64 returns why a text is not base64, or "" if it is.
func faultOfBase64(text []byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	body := strings.TrimRight(string(text), "=")
	for _, c := range body {
		switch {
		case c == '-' || c == '_':
			return strconv.QuoteRune(c) + " is a character of base64url"
		case c == '=':
			return "there is text after the padding"
		case c == utf8.RuneError || !strings.ContainsRune(alphabet, c):
			return strconv.QuoteRune(c) + " is not a base64 character"
		}
	}
	wanted := [...]string{"none", "", "2 '='", "1 '='"}[len(body)%4]
	switch padding := len(text) - len(body); {
	case wanted == "":
		return "a character is missing or too many"
	case padding != (4-len(body)%4)%4:
		return "the padding is wrong, there must be " + wanted
	}
	return ""
}
