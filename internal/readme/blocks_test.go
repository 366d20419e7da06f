package readme

import (
	"fmt"
	"strings"
)

// A block is a fenced block of code in a Markdown document.
type block struct {
	line     int    // of the opening fence
	section  string // the nearest heading of the second level above it
	language string
	file     string // the attribute file=: the block is the content of that file
	excerpt  string // the attribute excerpt=: the block is a part of that file of the checkout
	checkout bool   // the attribute in=checkout: the block is run in the checkout
	module   string // the attribute module=: the block is Go code of that module, by default the root
	content  string
}

// blocks finds the fenced blocks of a document. The first word after a fence is the
// language; those after it are attributes, which renderers do not show.
func blocks(markdown string) ([]block, error) {
	var found []block
	var open *block
	section := ""
	for i, line := range strings.SplitAfter(markdown, "\n") {
		text := strings.TrimRight(line, "\n")
		switch info, fence := strings.CutPrefix(text, "```"); {
		case fence && open != nil:
			found, open = append(found, *open), nil
		case fence:
			b, err := newBlock(info)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
			b.line, b.section, open = i+1, section, &b
		case open != nil:
			open.content += line
		case strings.HasPrefix(text, "## "):
			section = strings.TrimPrefix(text, "## ")
		}
	}
	if open != nil {
		return nil, fmt.Errorf("line %d: the block has no end", open.line)
	}
	return found, nil
}

// replaced returns the document with the current content of its blocks.
func replaced(markdown string, all []block) string {
	var b strings.Builder
	lines := strings.SplitAfter(markdown, "\n")
	next := 0
	for i := range all {
		opening := all[i].line - 1
		b.WriteString(strings.Join(lines[next:opening+1], ""))
		b.WriteString(all[i].content)
		for next = opening + 1; !strings.HasPrefix(lines[next], "```"); next++ {
		}
	}
	b.WriteString(strings.Join(lines[next:], ""))
	return b.String()
}

func newBlock(info string) (block, error) {
	words := strings.Fields(info)
	if len(words) == 0 {
		return block{}, fmt.Errorf("the block has no language, so it cannot be run")
	}
	b := block{language: words[0], module: "."}
	for _, word := range words[1:] {
		switch key, value, _ := strings.Cut(word, "="); {
		case key == "file":
			b.file = value
		case key == "excerpt":
			b.excerpt = value
		case key == "module":
			b.module = value
		case word == "in=checkout":
			b.checkout = true
		default:
			return block{}, fmt.Errorf("unknown attribute %q", word)
		}
	}
	return b, nil
}

// A step is a command of a transcript and its output.
type step struct {
	command string
	output  string
}

// transcript parses a block of the language console: commands after "$ ", each followed by its
// output.
func transcript(content string) ([]step, error) {
	var steps []step
	for _, line := range strings.SplitAfter(content, "\n") {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			steps = append(steps, step{command: command})
			continue
		}
		if line == "" {
			continue
		}
		if len(steps) == 0 {
			return nil, fmt.Errorf("output before the first command: %q", line)
		}
		steps[len(steps)-1].output += line
	}
	return steps, nil
}
