package verdicthttp

// This file words problems in the language that a client prefers.

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/bridge"
	"github.com/verdict-lint/verdict/internal/message"
)

// A language is one that problems can be in.
type language struct {
	tag     string
	catalog *message.Catalog
}

// WithMessages words problems by a catalog, such as those of package
// [github.com/verdict-lint/verdict/messages]: their titles, details and violations. tag is the language of
// the catalog (RFC 5646), such as "de". Use the option once for each language:
//
//	verdicthttp.WithMessages("en", messages.English()), verdicthttp.WithMessages("de", messages.German())
//
// The language of a problem is the one that Accept-Language of the request prefers (RFC 9110, section
// 12.5.4), and the first one if it accepts none of them. The response has it as Content-Language and, if
// there are several, has Vary: Accept-Language. The catalog takes precedence over one that the schema was
// compiled with.
//
// WithMessages panics if the catalog is not valid, as [verdict.MustCompile] does, or if there is no tag.
func WithMessages(tag string, c verdict.Catalog) Option {
	catalog, err := message.NewCatalog(c.Messages, c.Details, c.Plural)
	if err == nil && strings.Trim(strings.ToLower(tag), "-0123456789abcdefghijklmnopqrstuvwxyz") != "" || tag == "" {
		err = fmt.Errorf("the language tag is %q, expected one such as \"de\"", tag)
	}
	if err != nil {
		panic(fmt.Errorf("verdicthttp: WithMessages: %w", err))
	}
	return func(config *config) { config.languages = append(config.languages, &language{tag, catalog}) }
}

// languageOf returns the language for the response to a request, nil if none is configured.
func (c *config) languageOf(r *http.Request) *language {
	if len(c.languages) == 0 {
		return nil
	}
	best, bestMatch := c.languages[0], match{}
	ranges := languageRanges(r.Header)
	for _, l := range c.languages {
		if m := matchOf(l.tag, ranges); m.quality > 0 && m.compare(bestMatch) > 0 {
			best, bestMatch = l, m
		}
	}
	return best
}

// in returns a *verdict.Schema or *verdict.Typed with the messages of a language.
func in[S any](l *language, schema S) S {
	if l == nil {
		return schema
	}
	return bridge.In(schema, l.catalog).(S)
}

// translate words the title and the detail of a problem.
func (p *Problem) translate(l *language, isChosen bool) {
	if l == nil {
		return
	}
	p.language, p.varies = l.tag, isChosen
	if !p.sentence.IsZero() {
		p.Title, p.Detail = l.catalog.Title(p.Status), p.sentence.In(l.catalog)
	}
}

// writeLanguage describes the language of a problem.
func (p *Problem) writeLanguage(header http.Header) {
	if p.language != "" {
		header.Set("Content-Language", p.language)
	}
	if p.varies {
		header.Add("Vary", "Accept-Language")
	}
}

// A languageRange is an element of Accept-Language.
type languageRange struct {
	tag     string // in lower case
	quality float64
}

// languageRanges parses Accept-Language. Elements that are malformed are left out.
func languageRanges(header http.Header) (ranges []languageRange) {
	for element := range strings.SplitSeq(strings.Join(header.Values("Accept-Language"), ","), ",") {
		tag, weight, isWeighted := strings.Cut(element, ";")
		r := languageRange{strings.ToLower(strings.TrimSpace(tag)), 1}
		if isWeighted {
			text, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(weight)), "q=")
			quality, err := strconv.ParseFloat(text, 64)
			if !ok || err != nil || !(quality >= 0 && quality <= 1) {
				continue
			}
			r.quality = quality
		}
		if r.tag != "" {
			ranges = append(ranges, r)
		}
	}
	return ranges
}

// A match is how well a language is accepted.
type match struct {
	quality float64 // 0 if it is not
	earlier int     // the larger, the earlier the range is in the header
}

func (m match) compare(other match) int {
	return cmp.Or(cmp.Compare(m.quality, other.quality), cmp.Compare(m.earlier, other.earlier))
}

// matchOf returns the match of the range that is most specific for a language. A range matches a language
// that begins with it (RFC 4647, section 3.3.1), and one that it begins with (section 3.4), so "de-AT"
// accepts "de".
func matchOf(tag string, ranges []languageRange) (best match) {
	tag = strings.ToLower(tag)
	specific := -1
	for k, r := range ranges {
		length := len(r.tag)
		switch {
		case r.tag == "*":
			length = 0
		case r.tag == tag || strings.HasPrefix(tag, r.tag+"-"):
		case strings.HasPrefix(r.tag, tag+"-") && r.quality > 0:
			length = 1 // less than the language itself
		default:
			continue
		}
		m := match{r.quality, len(ranges) - k}
		if length > specific || length == specific && m.compare(best) > 0 {
			specific, best = length, m
		}
	}
	return best
}
