package syntax

import (
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// Names of anchors that the parser does not take: those with other characters than ASCII
// letters, digits, - and _ (https://yaml.org/spec/1.2.2/#692-node-anchors).

var (
	unusualAnchor = lazyregexp.New(`(^|[\s,\[\]{}])([&*])([\w-]*[^\w\s,\[\]{}-][^\s,\[\]{}]*)`)
	anchorWord    = lazyregexp.New(`[\w-]+`)
)

// renameAnchors writes names of the same length that the parser takes for those that it does
// not, and reports whether there are any. What looks like one within a text is renamed as
// well, and is what it was again in the value.
func (t *yamlText) renameAnchors() bool {
	text := string(t.bytes)
	if !unusualAnchor().MatchString(text) {
		return false
	}
	taken := make(map[string]bool)
	for _, word := range anchorWord().FindAllString(text, -1) {
		taken[word] = true
	}
	names := make(map[string]string)
	t.names = make(map[string]string)
	next := 0
	renamed := unusualAnchor().ReplaceAllStringFunc(text, func(match string) string {
		at := strings.IndexAny(match, "&*") + 1
		name := match[at:]
		if _, ok := names[name]; !ok {
			standIn := ""
			for standIn == "" || taken[standIn] {
				next++
				standIn = strconv.FormatInt(int64(next), 36)
				if len(standIn) > len(name) {
					return match // there is no other name as short
				}
				standIn = strings.Repeat("0", len(name)-len(standIn)) + standIn
			}
			taken[standIn] = true
			names[name], t.names[standIn] = standIn, name
		}
		return match[:at] + names[name]
	})
	t.bytes = []byte(renamed)
	return len(t.names) > 0
}

// named puts the names of the source in the place of those for the parser.
func (t *yamlText) named(text string) string {
	if len(t.names) == 0 {
		return text
	}
	return anchorWord().ReplaceAllStringFunc(text, func(word string) string {
		if name, ok := t.names[word]; ok {
			return name
		}
		return word
	})
}
