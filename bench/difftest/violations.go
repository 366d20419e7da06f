package difftest

// This file checks what is required of every explanation.

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/verdict-lint/verdict"
)

// checkViolations returns what is wrong with an explanation: locations that do not
// exist, wrong order, empty messages.
func checkViolations(err error, text []byte, value any) error {
	if err == nil {
		return nil
	}
	var explained *verdict.Error
	if !errors.As(err, &explained) {
		return fmt.Errorf("not an *Error but a %T", err)
	}
	if len(explained.Violations) == 0 {
		return errors.New("an *Error without violations")
	}
	before := 0
	for _, v := range explained.Violations {
		if err := checkViolation(v, text, value); err != nil {
			return fmt.Errorf("%w: %+v", err, v)
		}
		if v.Offset < before {
			return fmt.Errorf("violations out of order: %+v", explained.Violations)
		}
		before = v.Offset
	}
	return nil
}

func checkViolation(v verdict.Violation, text []byte, value any) error {
	switch {
	case v.Rule == "" || v.Message == "":
		return errors.New("no rule or no message")
	case strings.HasSuffix(v.Message, "."):
		return errors.New("a message with a full stop")
	case v.Offset < 0 || v.End < v.Offset || v.End > len(text):
		return fmt.Errorf("a range that is not within the %d bytes", len(text))
	case !strings.Contains(v.SchemaLocation, "#"):
		return errors.New("a schema location without a fragment")
	case v.KeywordLocation != "" && v.KeywordLocation[0] != '/':
		return errors.New("a keyword location that is not a JSON Pointer")
	}
	if line, column := position(text[:v.Offset]); line != v.Line || column != v.Column {
		return fmt.Errorf("the offset is at %d:%d", line, column)
	}
	at, err := resolvePointer(value, v.Pointer)
	if err != nil {
		return err
	}
	if v.Rule == verdict.RuleMissing {
		if object, ok := at.(map[string]any); !ok {
			return errors.New("a missing property of a value that is not an object")
		} else if _, ok := object[v.Property]; ok {
			return errors.New("the missing property exists")
		}
	}
	return nil
}

// position returns the line and column after the text.
func position(before []byte) (line, column int) {
	line, column = 1, 1
	for i := 0; i < len(before); {
		r, size := utf8.DecodeRune(before[i:])
		switch {
		case r == '\r' && i+1 < len(before) && before[i+1] == '\n':
			// counted with the line feed
		case r == '\r', r == '\n':
			line, column = line+1, 1
		default:
			column++
		}
		i += size
	}
	return line, column
}

// resolvePointer returns the value that an RFC 6901 pointer refers to.
func resolvePointer(v any, pointer string) (any, error) {
	if pointer == "" {
		return v, nil
	}
	for _, token := range strings.Split(pointer, "/")[1:] {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		switch parent := v.(type) {
		case map[string]any:
			child, ok := parent[token]
			if !ok {
				return nil, fmt.Errorf("the pointer %q refers to no value", pointer)
			}
			v = child
		case []any:
			i, err := strconv.Atoi(token)
			if err != nil || i < 0 || i >= len(parent) {
				return nil, fmt.Errorf("the pointer %q refers to no value", pointer)
			}
			v = parent[i]
		default:
			return nil, fmt.Errorf("the pointer %q refers to no value", pointer)
		}
	}
	return v, nil
}
