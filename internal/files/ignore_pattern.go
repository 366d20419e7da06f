package files

import "strings"

// This file parses one line of an ignore file and matches paths, as git does
// (https://git-scm.com/docs/gitignore#_pattern_format, wildmatch.c). Characters are bytes, as for git.

// An ignorePattern is a pattern, split at its slashes.
type ignorePattern struct {
	segments []string
	anchored bool // matched with the path from the directory of the file, not with the name
	negated  bool
	dirsOnly bool
}

// parseIgnore parses a line of an ignore file; ok is false if it has no pattern, or one that matches nothing.
func parseIgnore(line string) (ignorePattern, bool) {
	var p ignorePattern
	line, _, _ = strings.Cut(line, "\x00")
	if strings.HasPrefix(line, "#") {
		return p, false
	}
	line = trimTrailingSpaces(line)
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirsOnly = strings.CutSuffix(line, "/")
	p.anchored = strings.Contains(line, "/") // a slash at its end does not anchor it
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return p, false
	}
	var ok bool
	p.segments, ok = cutSegments(line)
	return p, ok
}

// trimTrailingSpaces removes the spaces at the end of a line, except one that a backslash escapes.
func trimTrailingSpaces(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' {
			if i++; i == len(line) {
				return line
			}
			end = i + 1
		} else if line[i] != ' ' {
			end = i + 1
		}
	}
	return line[:end]
}

// cutSegments splits a pattern at the slashes that are not in brackets; brackets never match a slash.
// ok is false if it has an invalid bracket expression: no path matches it then.
func cutSegments(pattern string) (segments []string, ok bool) {
	start := 0
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '/':
			segments = append(segments, pattern[start:i])
			start = i + 1
		case '\\':
			if i+1 < len(pattern) && pattern[i+1] == '/' {
				segments = append(segments, pattern[start:i])
				start = i + 2
			}
			i++
		case '[':
			_, after, ok := matchBracket(pattern[i:], 0)
			if !ok {
				return nil, false
			}
			i += after - 1
		}
	}
	return append(segments, pattern[start:]), true
}

// match reports whether a path, relative to the directory of the file, matches.
func (p *ignorePattern) match(path string) bool {
	if !p.anchored {
		return matchSegment(p.segments[0], path[strings.LastIndexByte(path, '/')+1:])
	}
	return matchSegments(p.segments, strings.Split(path, "/"))
}

// isAnyDirectories reports whether a segment matches any number of directories.
func isAnyDirectories(segment string) bool {
	return len(segment) > 1 && strings.Trim(segment, "*") == ""
}

// matchSegments matches a path by segments. If it fails after a "**", that one is extended by a
// segment. Earlier ones need not be, because the last one can match whatever they could.
func matchSegments(pattern, path []string) bool {
	p, s := 0, 0
	again, taken := -1, 0
	for s < len(path) {
		switch {
		case p < len(pattern) && isAnyDirectories(pattern[p]):
			if p == len(pattern)-1 {
				return true // everything in the directory
			}
			again, taken = p, s
			p++
			continue
		case p < len(pattern) && matchSegment(pattern[p], path[s]):
			p++
			s++
			continue
		case again < 0:
			return false
		}
		taken++
		p, s = again+1, taken
	}
	return p == len(pattern)
}

// matchSegment matches a name, with "*" as above.
func matchSegment(pattern, name string) bool {
	p, s := 0, 0
	again, taken := -1, 0
	for s < len(name) {
		if p < len(pattern) && pattern[p] == '*' {
			p++
			again, taken = p, s
			continue
		}
		if matched, after := matchByte(pattern[min(p, len(pattern)):], name[s]); matched {
			p += after
			s++
			continue
		}
		if again < 0 {
			return false
		}
		taken++
		p, s = again, taken
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// matchByte matches one byte with the first element of a pattern, and returns its length in bytes.
func matchByte(pattern string, c byte) (matched bool, after int) {
	switch {
	case pattern == "":
		return false, 0
	case pattern[0] == '?':
		return true, 1
	case pattern[0] == '\\':
		return len(pattern) > 1 && pattern[1] == c, 2
	case pattern[0] == '[':
		matched, after, ok := matchBracket(pattern, c)
		return ok && matched, after
	}
	return pattern[0] == c, 1
}

// matchBracket matches a byte with a bracket expression, which must have a closing bracket.
func matchBracket(pattern string, c byte) (matched bool, after int, ok bool) {
	i := 1
	negated := i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^')
	if negated {
		i++
	}
	for first := true; ; first = false {
		if i >= len(pattern) {
			return false, 0, false
		}
		if pattern[i] == ']' && !first {
			return matched != negated, i + 1, true
		}
		if strings.HasPrefix(pattern[i:], "[:") {
			end := strings.IndexByte(pattern[i+2:], ']')
			if end < 0 {
				return false, 0, false
			}
			if end > 0 && pattern[i+1+end] == ':' {
				in, known := inClass(pattern[i+2:i+1+end], c)
				if !known {
					return false, 0, false
				}
				matched = matched || in
				i += end + 3
				continue
			}
		}
		low, next, ok := bracketByte(pattern, i)
		if !ok {
			return false, 0, false
		}
		high := low
		if next+1 < len(pattern) && pattern[next] == '-' && pattern[next+1] != ']' {
			if high, next, ok = bracketByte(pattern, next+1); !ok {
				return false, 0, false
			}
		}
		matched = matched || c == low || low <= c && c <= high
		i = next
	}
}

// bracketByte reads one byte in a bracket expression, which may be escaped by a backslash.
func bracketByte(pattern string, i int) (c byte, next int, ok bool) {
	if pattern[i] == '\\' {
		i++
	}
	if i >= len(pattern) {
		return 0, 0, false
	}
	return pattern[i], i + 1, true
}

// inClass reports whether a byte is in a class such as "alpha", and whether there is such
// a class.
func inClass(name string, c byte) (in, known bool) {
	lower, upper, digit := 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9'
	print := ' ' <= c && c <= '~'
	switch name {
	case "alnum":
		return lower || upper || digit, true
	case "alpha":
		return lower || upper, true
	case "blank":
		return c == ' ' || c == '\t', true
	case "cntrl":
		return c < ' ' || c == 0x7f, true
	case "digit":
		return digit, true
	case "graph":
		return print && c != ' ', true
	case "lower":
		return lower, true
	case "print":
		return print, true
	case "punct":
		return print && c != ' ' && !lower && !upper && !digit, true
	case "space":
		return c == ' ' || '\t' <= c && c <= '\r', true
	case "upper":
		return upper, true
	case "xdigit":
		return digit || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F', true
	}
	return false, false
}
