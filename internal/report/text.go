package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format text: the finding, then its source line with the fault underlined.
//
//	session.json:3:16: "projectId" must not be null [null]
//	  3 |   "projectId": null,
//	    |                ^^^^
//
// Findings with the same range, such as several missing properties of one object, share a
// source line: it is shown below the first of them.

type text struct {
	w     *bufio.Writer
	paint palette
	width int
	mass  *groups

	// The finding for which the source line was last shown.
	file  string
	shown finding.Range

	row []cell // cells of a source line; reused because it is large
}

const defaultWidth = 120

func newText(w io.Writer, o Options) Reporter {
	width := o.Width
	if width <= 0 {
		width = defaultWidth
	}
	return &text{w: bufio.NewWriter(w), paint: newPalette(o.Color), width: width, mass: newGroups(o.GroupAfter)}
}

func (r *text) File(string) error { return nil }

func (r *text) Close(sum finding.Summary) error {
	if err := r.mass.write(r.w, r.paint); err != nil {
		return err
	}
	writeIncomplete(r.w, sum)
	return r.w.Flush()
}

func (r *text) Finding(f *finding.Finding) error {
	if !r.mass.show(f) {
		return nil
	}
	if err := writeHeadline(r.w, r.paint, f); err != nil {
		return err
	}
	number := strconv.Itoa(f.Range.Start.Line)
	gutter := strings.Repeat(" ", len(number))
	source, underline := r.excerpt(&f.Frame, len(number)+5)
	again := r.file == f.File && r.shown == f.Range
	r.file, r.shown = f.File, f.Range
	if strings.TrimSpace(f.Frame.Text) != "" && !again {
		fmt.Fprintf(r.w, "  %s %s\n", r.paint.gutter(number+" |"), source)
		fmt.Fprintf(r.w, "  %s %s\n", r.paint.gutter(gutter+" |"), r.paint.rule(f.Severity, underline))
	}
	for _, related := range f.Related {
		if strings.Contains(f.Message, position(related.Range.Start)) {
			continue // reported already
		}
		fmt.Fprintf(r.w, "  %s %s: %s\n", r.paint.gutter(gutter+" ="),
			printable(related.Message), position(related.Range.Start))
	}
	if f.Help != "" {
		fmt.Fprintf(r.w, "  %s help: %s\n", r.paint.gutter(gutter+" ="), printable(f.Help))
	}
	return nil
}

func position(p finding.Position) string {
	return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// ellipsis marks the place at which a line was cut.
const ellipsis = "…"

// excerpt returns the source line and the line that underlines the fault in it, both cut to
// the width that remains next to a margin. The beginning of the fault is always included.
// The underline is colored, the blanks before it are not.
func (r *text) excerpt(f *finding.Frame, margin int) (source, underline string) {
	r.row = cells(r.row[:0], f.Text, f.Start, f.End)
	row := r.row
	room := max(r.width-margin, 20)
	from, to := window(row, room)

	var line, marks strings.Builder
	line.Grow(2*len(ellipsis) + len(f.Text))
	marks.Grow(1 + len(f.Text))
	if from > 0 || f.CutLeft {
		line.WriteString(ellipsis)
		marks.WriteByte(' ')
	}
	for _, c := range row[from:to] {
		line.WriteString(c.text)
		mark := byte(' ')
		if c.marked {
			mark = '^'
		}
		for range c.width {
			marks.WriteByte(mark)
		}
	}
	if to < len(row) || f.CutRight {
		line.WriteString(ellipsis)
	}
	return strings.TrimRight(line.String(), " "), strings.TrimRight(marks.String(), " ")
}

// window chooses which cells to show if there is not room for all: the marked ones with
// some context on both sides.
func window(row []cell, room int) (from, to int) {
	total := 0
	first := -1
	for i, c := range row {
		total += c.width
		if c.marked && first < 0 {
			first = i
		}
	}
	if total <= room {
		return 0, len(row)
	}
	room -= 2 // for an ellipsis on each side
	// A third of the room is for the text before the fault.
	from = first
	for before := 0; from > 0 && before+row[from-1].width <= room/3; from-- {
		before += row[from-1].width
	}
	taken := 0
	for to = from; to < len(row) && taken+row[to].width <= room; to++ {
		taken += row[to].width
	}
	if to == len(row) { // unused room goes to the left
		for from > 0 && taken+row[from-1].width <= room {
			from--
			taken += row[from].width
		}
	}
	return from, to
}
