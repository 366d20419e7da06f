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
	why, at := whyNotBase64(w.scratch)
	if why == formBase64 {
		return false
	}
	w.fill(m, formBase64, clippedNode(inGot, f.Node), text(inExpected, "base64"))
	if !w.Redact {
		w.sayForm(formWhy, arg{holds: inWhy, as: asReason, form: why, text: at})
	}
	w.sayForm(formBase64Expected)
	return true
}

// whyNotBase64 returns why a text is not base64, and the character at fault if there is one. It
// returns formBase64 if the text is base64.
func whyNotBase64(text []byte) (why form, at string) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	body := strings.TrimRight(string(text), "=")
	for _, c := range body {
		switch {
		case c == '-' || c == '_':
			return formBase64URL, strconv.QuoteRune(c)
		case c == '=':
			return formBase64AfterPadding, ""
		case c == utf8.RuneError || !strings.ContainsRune(alphabet, c):
			return formBase64Character, strconv.QuoteRune(c)
		}
	}
	padding := [...]form{formBase64Padding0, formBase64Length, formBase64Padding2, formBase64Padding1}[len(body)%4]
	if padding == formBase64Length || len(text)-len(body) != (4-len(body)%4)%4 {
		return padding, ""
	}
	return formBase64, ""
}
