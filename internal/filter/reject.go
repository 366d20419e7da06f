package filter

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/files"
)

// This file writes invalid records with their violations.

// A Reject is an invalid record.
type Reject struct {
	File   string
	Offset int64  // of its first byte in the input, after decompression
	Line   int    // 0 if it is not known
	Record []byte // as written; nil to leave it out
	Size   int64  // of a line that is too long, which has no Record
	Err    *verdict.Error
}

// Append appends the reject as a line of JSON. A record that is not JSON is a string, and "encoding" is
// text, or base64 if the record is not UTF-8.
func (r *Reject) Append(dst []byte) []byte {
	dst = append(dst, `{"file":`...)
	dst = appendText(dst, r.File)
	dst = append(dst, `,"offset":`...)
	dst = strconv.AppendInt(dst, r.Offset, 10)
	if r.Line > 0 {
		dst = append(dst, `,"line":`...)
		dst = strconv.AppendInt(dst, int64(r.Line), 10)
	}
	switch {
	case r.Size > 0:
		dst = append(dst, `,"size":`...)
		dst = strconv.AppendInt(dst, r.Size, 10)
	case r.Record == nil:
	case !utf8.Valid(r.Record):
		dst = append(dst, `,"encoding":"base64","record":"`...)
		dst = base64.StdEncoding.AppendEncode(dst, r.Record)
		dst = append(dst, '"')
	case json.Valid(r.Record):
		dst = append(dst, `,"record":`...)
		dst = append(dst, r.Record...)
	default:
		dst = append(dst, `,"encoding":"text","record":`...)
		dst = appendText(dst, string(r.Record))
	}
	dst = append(dst, `,"violations":`...)
	if violations, err := json.Marshal(r.Err.Violations); err == nil { // as for all violations
		dst = append(dst, violations...)
	}
	if r.Err.Truncated {
		dst = append(dst, `,"truncated":true`...)
	}
	return append(dst, '}', '\n')
}

// appendText appends a string of JSON. Bytes that are not UTF-8, as in names of files, are replaced.
func appendText(dst []byte, text string) []byte {
	dst, _ = jsontext.AppendQuote(dst, text)
	return dst
}

// TooLong returns the error for a line of more than limit bytes.
func TooLong(limit int) *verdict.Error {
	return &verdict.Error{Violations: []verdict.Violation{{
		Rule: verdict.RuleLimit, Line: 1, Column: 1, Params: verdict.Params(`{"limit":` + strconv.Itoa(limit) + `}`),
		Message: "the line is longer than " + files.FormatSize(int64(limit)) + "; raise --max-line",
	}}}
}
