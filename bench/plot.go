package bench

// This file draws ratios as horizontal bars on a logarithmic axis, as SVG.

import (
	"fmt"
	"io"
	"math"
	"slices"

	svg "github.com/ajstarks/svgo"
)

// A Bar is one row of a plot.
type Bar struct {
	Name  string
	Ratio float64
	Ours  bool
}

const (
	plotWidth  = 760
	nameWidth  = 190
	valueWidth = 70
	rowHeight  = 26
	headHeight = 44
	footHeight = 34
)

// WritePlot draws the bars below a title. The axis is logarithmic, and a ratio
// of one is that of the reference. Bars that are not a positive number are
// left out.
func WritePlot(w io.Writer, title string, bars []Bar) {
	low, high := 1.0, 1.0
	bars = slices.DeleteFunc(slices.Clone(bars), func(b Bar) bool {
		return !(b.Ratio > 0) || math.IsInf(b.Ratio, 0)
	})
	for _, b := range bars {
		low, high = math.Min(low, b.Ratio), math.Max(high, b.Ratio)
	}
	low, high = math.Pow(2, math.Floor(math.Log2(low))), math.Pow(2, math.Ceil(math.Log2(high)))
	if low == high {
		high *= 2
	}
	span := float64(plotWidth - nameWidth - valueWidth)
	x := func(ratio float64) int {
		return nameWidth + int(math.Round(span*math.Log(ratio/low)/math.Log(high/low)))
	}

	height := headHeight + rowHeight*len(bars) + footHeight
	canvas := svg.New(w)
	canvas.Start(plotWidth, height)
	canvas.Title(title)
	canvas.Rect(0, 0, plotWidth, height, "fill:white")
	canvas.Text(14, 26, title, "font:bold 15px sans-serif;fill:#222")
	bottom := headHeight + rowHeight*len(bars)
	step := 2.0
	for math.Log(high/low)/math.Log(step) > 8 { // more would leave no room for the numbers
		step *= 2
	}
	for tick := math.Pow(step, math.Ceil(math.Log(low)/math.Log(step))); tick <= high; tick *= step {
		style := "stroke:#ddd"
		if tick == 1 {
			style = "stroke:#777"
		}
		canvas.Line(x(tick), headHeight-6, x(tick), bottom, style)
		canvas.Text(x(tick), bottom+18, fmt.Sprintf("%g×", tick), "font:11px sans-serif;text-anchor:middle;fill:#555")
	}
	for i, b := range bars {
		y := headHeight + rowHeight*i
		fill := "fill:#9db4c8"
		if b.Ours {
			fill = "fill:#c8553d"
		}
		left, right := x(min(b.Ratio, 1)), x(max(b.Ratio, 1))
		canvas.Rect(left, y+3, max(right-left, 2), rowHeight-8, fill)
		canvas.Text(nameWidth-8, y+17, b.Name, "font:12px sans-serif;text-anchor:end;fill:#222")
		canvas.Text(right+6, y+17, times(b.Ratio)+"×", "font:12px sans-serif;fill:#222")
	}
	canvas.End()
}

// SessionBars returns the bars of the verdicts on valid session payloads.
func (r Report) SessionBars() []Bar {
	var bars []Bar
	for _, l := range r.Valid {
		bars = append(bars, Bar{l.Name, l.Ratio, l.Name == Ours})
	}
	return bars
}

// CorpusBars returns the bars of verdict on each corpus, and of their mean.
func (r Report) CorpusBars() []Bar {
	var bars []Bar
	for _, c := range r.Corpora {
		bars = append(bars, Bar{c.Name, c.Ratio(Ours), true})
	}
	all, withoutWorst, _ := GeometricMean(r.Corpora)
	return append(bars, Bar{"geometric mean", all, true}, Bar{"without the highest", withoutWorst, true})
}
