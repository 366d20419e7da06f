package main

import (
	"fmt"
	"strings"
)

// A roffPage is a manual page being written, in the macros of man(7). What it is
// given is plain text: escaping it is its own business.
type roffPage struct{ text strings.Builder }

// title begins the page. The date is one of ISO 8601, whose minus signs readers of
// pages want as they are, or empty.
func (p *roffPage) title(name, section, date, source, manual string) {
	fmt.Fprintf(&p.text, ".TH %s %s \"%s\" %s %s\n",
		roffQuote(name), roffQuote(section), date, roffQuote(source), roffQuote(manual))
	p.macro("nh") // no hyphens in what is there to be typed
}

// section begins a section.
func (p *roffPage) section(title string) { p.macro("SH", title) }

// macro writes a request with its arguments.
func (p *roffPage) macro(name string, args ...string) {
	p.text.WriteString("." + name)
	for _, arg := range args {
		p.text.WriteString(" " + roffQuote(arg))
	}
	p.text.WriteByte('\n')
}

// line writes lines of text as they are, escaped already.
func (p *roffPage) line(text string) {
	for line := range strings.Lines(text + "\n") {
		if strings.HasPrefix(line, ".") {
			p.text.WriteString(`\&`) // else it would be a request
		}
		p.text.WriteString(line)
	}
}

// item writes a term, which is escaped already, and below it, indented, what it means.
func (p *roffPage) item(term, meaning string) {
	p.macro("TP")
	p.line(term)
	p.line(roffText.Replace(meaning))
}

// body writes text as help has it: paragraphs set apart by empty lines, whose lines
// are filled, and indented lines, which are kept as they are. A line that begins with
// a number sign is a heading.
func (p *roffPage) body(text string) {
	first := true // what follows a heading is set apart from it already
	for _, block := range roffBlocks(text) {
		switch {
		case strings.HasPrefix(block.lines[0], "#"):
			p.macro("SS", strings.TrimLeft(strings.Join(block.lines, " "), "# "))
			first = true
			continue
		case block.apart && !first:
			p.macro("PP")
		}
		first = false
		if block.literal {
			p.literal(block.lines)
		} else {
			p.line(roffText.Replace(strings.Join(block.lines, "\n")))
		}
	}
}

// literal writes indented lines as they are, with the indentation of the page.
func (p *roffPage) literal(lines []string) {
	first := lines[0]
	indent := first[:len(first)-len(strings.TrimLeft(first, " \t"))]
	p.text.WriteString(".RS 4\n.EX\n")
	for _, line := range lines {
		p.line(roffText.Replace(strings.TrimPrefix(line, indent)))
	}
	p.text.WriteString(".EE\n.RE\n")
}

// A roffBlock is lines of one kind, without an empty one.
type roffBlock struct {
	lines   []string
	literal bool // they are indented, and their breaks mean something
	apart   bool // an empty line stands before them
}

func roffBlocks(text string) []roffBlock {
	var blocks []roffBlock
	apart := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		if line == "" {
			apart = true
			continue
		}
		literal := line[0] == ' ' || line[0] == '\t'
		if apart || literal != blocks[len(blocks)-1].literal {
			blocks = append(blocks, roffBlock{literal: literal, apart: apart})
		}
		last := &blocks[len(blocks)-1]
		last.lines = append(last.lines, line)
		apart = false
	}
	return blocks
}

// roffText escapes the characters that mean something, or would be set as another one:
// what stands in a manual page is copied from it, so a minus must not become a hyphen,
// nor a quote a curly one.
var roffText = strings.NewReplacer(
	`\`, `\e`,
	`-`, `\-`,
	`'`, `\(aq`,
	"`", `\(ga`,
	`^`, `\(ha`,
	`~`, `\(ti`,
)

// roffQuote is text as an argument of a request.
func roffQuote(text string) string {
	return `"` + strings.NewReplacer(`"`, `\(dq`, "\n", " ").Replace(roffText.Replace(text)) + `"`
}

func roffBold(text string) string   { return `\fB` + roffText.Replace(text) + `\fR` }
func roffItalic(text string) string { return `\fI` + roffText.Replace(text) + `\fR` }
