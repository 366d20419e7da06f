package cache

import "github.com/verdict-lint/verdict/internal/finding"

// EncodeFindings makes a text of findings. Their file is left out: it is that of
// the entry.
func EncodeFindings(found []finding.Finding) string {
	if len(found) == 0 {
		return ""
	}
	var e encoder
	list(&e, &found, codeFinding)
	return string(e.out)
}

// DecodeFindings is the reverse. It reports false for a text that is damaged.
func DecodeFindings(text, file string) ([]finding.Finding, bool) {
	if text == "" {
		return nil, true
	}
	d := decoder{in: text}
	var found []finding.Finding
	list(&d, &found, codeFinding)
	for i := range found {
		found[i].File = file
	}
	return found, !d.bad
}

func codeFinding(c coder, f *finding.Finding) {
	codeRange(c, &f.Range)
	severity := int(f.Severity)
	c.num(&severity)
	f.Severity = finding.Severity(severity)
	for _, text := range []*string{
		&f.Rule, &f.Message, &f.Help, &f.Pointer, &f.Property,
		&f.KeywordLocation, &f.SchemaLocation, &f.Schema, &f.Expected, &f.Got,
	} {
		c.text(text)
	}
	list(c, &f.Related, codeRelated)
	codeFrame(c, &f.Frame)
	codeFix(c, &f.Fix)
}

func codeRange(c coder, r *finding.Range) {
	c.num(&r.Start.Line)
	c.num(&r.Start.Column)
	c.num(&r.End.Line)
	c.num(&r.End.Column)
	c.long(&r.Offset)
	c.long(&r.EndOffset)
}

func codeRelated(c coder, r *finding.Related) {
	codeRange(c, &r.Range)
	c.text(&r.Message)
}

func codeFrame(c coder, f *finding.Frame) {
	c.text(&f.Text)
	c.num(&f.Start)
	c.num(&f.End)
	c.flag(&f.CutLeft)
	c.flag(&f.CutRight)
	list(c, &f.Before, coder.text)
	list(c, &f.After, coder.text)
}

func codeFix(c coder, fix **finding.Fix) {
	there := *fix != nil
	if c.flag(&there); !there {
		return
	}
	if *fix == nil {
		*fix = new(finding.Fix)
	}
	c.text(&(*fix).Title)
	c.flag(&(*fix).Safe)
	list(c, &(*fix).Edits, codeEdit)
}

func codeEdit(c coder, e *finding.Edit) {
	c.long(&e.Offset)
	c.long(&e.End)
	c.text(&e.Text)
}
