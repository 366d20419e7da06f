package report

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict/internal/finding"
)

// The format sarif: SARIF 2.1.0, as code scanning services read it.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
//
// The types below are the small part of SARIF that a linter of text files needs. The tests
// validate the output against the official schema.

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"

	// homepage is the page of the program; rulePages is the base URL of the pages of rules.
	homepage  = "https://github.com/verdict-lint/verdict"
	rulePages = homepage + "/blob/main/internal/lint/rules/"
)

func rulePage(rule string) string { return rulePages + rule + ".md" }

type (
	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifMessage      `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
		Fixes               []sarifFix        `json:"fixes,omitempty"`
		Properties          map[string]string `json:"properties,omitempty"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical  `json:"physicalLocation"`
		LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
		Message          *sarifMessage  `json:"message,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int           `json:"startLine,omitempty"`
		StartColumn int           `json:"startColumn,omitempty"`
		EndLine     int           `json:"endLine,omitempty"`
		EndColumn   int           `json:"endColumn,omitempty"`
		ByteOffset  int64         `json:"byteOffset"`
		ByteLength  int64         `json:"byteLength"`
		Snippet     *sarifMessage `json:"snippet,omitempty"`
	}
	sarifFix struct {
		Description     sarifMessage  `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion   `json:"deletedRegion"`
		InsertedContent *sarifMessage `json:"insertedContent,omitempty"`
	}
	sarifInvocation struct {
		ExecutionSuccessful        bool                `json:"executionSuccessful"`
		ToolExecutionNotifications []sarifNotification `json:"toolExecutionNotifications"`
	}
	sarifNotification struct {
		Level   string       `json:"level"`
		Message sarifMessage `json:"message"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription *sarifMessage `json:"shortDescription,omitempty"`
		HelpURI          string        `json:"helpUri"`
		Help             *sarifHelp    `json:"help,omitempty"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
)

// sarif writes results as they arrive, and the rules they refer to at the end.
type sarif struct {
	w            *bufio.Writer
	options      Options
	count        int
	rules        []sarifRule
	index        map[string]int
	fingerprints finding.Fingerprinter
}

func newSARIF(w io.Writer, o Options) Reporter {
	r := &sarif{w: bufio.NewWriter(w), options: o, rules: []sarifRule{}, index: make(map[string]int)}
	r.w.WriteString(`{"$schema":"` + sarifSchema + `","version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","results":[`)
	return r
}

func (r *sarif) File(string) error { return nil }

func (r *sarif) Finding(f *finding.Finding) error {
	placed := *f
	placed.File = r.options.pathOf(f.File)
	f = &placed
	artifact := artifactOf(f.File)
	result := sarifResult{
		RuleID:    f.Rule,
		RuleIndex: r.rule(f.Rule),
		Level:     f.Severity.String(),
		Message:   sarifMessage{f.Message},
		Locations: []sarifLocation{{
			PhysicalLocation: sarifPhysical{artifact, region(f.Range)},
			LogicalLocations: []sarifLogical{{f.Pointer}},
		}},
		PartialFingerprints: map[string]string{"verdict/v" + strconv.Itoa(finding.FingerprintVersion): r.fingerprints.Of(f)},
	}
	if snippet := snippetOf(&f.Frame); snippet != "" && !f.Frame.CutRight {
		result.Locations[0].PhysicalLocation.Region.Snippet = &sarifMessage{snippet}
	}
	if f.Pointer == "" {
		result.Locations[0].LogicalLocations = nil
	}
	for _, related := range f.Related {
		result.RelatedLocations = append(result.RelatedLocations, sarifLocation{
			PhysicalLocation: sarifPhysical{artifact, region(related.Range)},
			Message:          &sarifMessage{related.Message},
		})
	}
	if f.SchemaLocation != "" {
		result.Properties = map[string]string{"schemaLocation": f.SchemaLocation}
	}
	if f.Fix != nil {
		result.Fixes = []sarifFix{sarifFixOf(f.Fix, artifact)}
	}
	encoded, err := encodeJSON(result)
	if err != nil {
		return err
	}
	r.w.WriteString([]string{"\n  ", ",\n  "}[min(r.count, 1)])
	r.count++
	_, err = r.w.Write(encoded)
	return err
}

// rule returns the index of a rule in the list of rules, to which it is added if needed.
func (r *sarif) rule(id string) int {
	if i, ok := r.index[id]; ok {
		return i
	}
	rule := sarifRule{ID: id, HelpURI: rulePage(id)}
	if r.options.Describe != nil {
		if description := r.options.Describe(id); description != "" {
			rule.ShortDescription = &sarifMessage{description}
		}
	}
	if r.options.Page != nil {
		if page, ok := r.options.Page(id); ok {
			rule.Help = &sarifHelp{Text: page, Markdown: page}
		}
	}
	r.index[id] = len(r.rules)
	r.rules = append(r.rules, rule)
	return len(r.rules) - 1
}

// maxResults is how many results of a run GitHub shows.
// https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
const maxResults = 25_000

// Close ends the run. If the output is incomplete, or too large for code scanning, a
// notification says so (section 3.20.21).
func (r *sarif) Close(sum finding.Summary) error {
	encoded, err := encodeJSON(sarifTool{sarifDriver{"verdict", r.options.Version, homepage, r.rules}})
	if err != nil {
		return err
	}
	r.w.WriteString("\n],\"tool\":")
	r.w.Write(encoded)
	var notes []sarifNotification
	if note := sum.Incomplete(); note != "" {
		notes = append(notes, sarifNotification{"warning", sarifMessage{note}})
	}
	if r.count > maxResults {
		notes = append(notes, sarifNotification{"warning", sarifMessage{fmt.Sprintf(
			"%d results: GitHub shows only %d of a run; use --max-findings, or lint fewer files in one run", r.count, maxResults)}})
	}
	if len(notes) > 0 {
		invocation, err := encodeJSON(sarifInvocation{true, notes})
		if err != nil {
			return err
		}
		r.w.WriteString(",\"invocations\":[")
		r.w.Write(invocation)
		r.w.WriteString("]")
	}
	r.w.WriteString("}]}\n")
	return r.w.Flush()
}

func region(at finding.Range) sarifRegion {
	return sarifRegion{
		StartLine: at.Start.Line, StartColumn: at.Start.Column,
		EndLine: at.End.Line, EndColumn: at.End.Column,
		ByteOffset: at.Offset, ByteLength: at.EndOffset - at.Offset,
	}
}

// snippetOf returns the text of a finding, as far as it is in its first line.
func snippetOf(f *finding.Frame) string {
	return f.Text[min(f.Start, len(f.Text)):min(f.End, len(f.Text))]
}

func sarifFixOf(fix *finding.Fix, artifact sarifArtifact) sarifFix {
	change := sarifChange{ArtifactLocation: artifact}
	for _, e := range fix.Edits {
		replacement := sarifReplacement{DeletedRegion: sarifRegion{ByteOffset: e.Offset, ByteLength: e.End - e.Offset}}
		if e.Text != "" {
			replacement.InsertedContent = &sarifMessage{e.Text}
		}
		change.Replacements = append(change.Replacements, replacement)
	}
	return sarifFix{Description: sarifMessage{fix.Title}, ArtifactChanges: []sarifChange{change}}
}

// sourceRoot is the conventional name for the root of the repository (section 3.14.14).
const sourceRoot = "%SRCROOT%"

// artifactOf returns the URI of a file, relative to the root of the repository if path is.
func artifactOf(path string) sarifArtifact {
	u := url.URL{Path: filepath.ToSlash(path)}
	if strings.HasPrefix(u.Path, "/") {
		u.Scheme = "file"
		return sarifArtifact{URI: u.String()}
	}
	return sarifArtifact{u.String(), sourceRoot}
}
