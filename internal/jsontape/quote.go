package jsontape

import (
	"bytes"
	"encoding/json"
)

// This file writes JSON strings.

// AppendQuoted appends text as a JSON string with as few escapes as possible.
func AppendQuoted(dst []byte, text string) []byte {
	for k := range len(text) {
		if c := text[k]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return appendEncoded(dst, text)
		}
	}
	return append(append(append(dst, '"'), text...), '"')
}

func appendEncoded(dst []byte, text string) []byte {
	b := bytes.NewBuffer(dst)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if e.Encode(text) != nil {
		return append(dst, `""`...) // unreachable: strings can always be encoded
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
