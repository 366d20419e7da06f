package blob

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// This file parses URLs of objects: the bucket with its parameters, and a key or a pattern of keys.

var schemes = []string{"s3", "gs", "azblob", "file", "mem"}

// IsURL reports whether an input is a URL of objects rather than a file.
func IsURL(input string) bool {
	scheme, _, ok := strings.Cut(input, "://")
	return ok && slices.Contains(schemes, scheme)
}

// A location is a parsed URL.
type location struct {
	bucket  string // the URL of the bucket, with parameters
	base    string // the URL of the bucket, without parameters, with a / at its end
	key     string // or the common prefix of all keys that match the pattern
	pattern string // of keys, for doublestar; "" if key is a key
	flat    bool   // no key matches that has a / after this prefix
}

// Characters with a meaning in patterns: those that begin one, and all.
const (
	openers = `*[{`
	meta    = `*[]{}\`
)

func parse(rawURL string) (location, error) {
	u, err := url.Parse(rawURL)
	if err == nil {
		err = checkURL(rawURL, u)
	}
	if err != nil {
		var syntax *url.Error
		if errors.As(err, &syntax) {
			err = fmt.Errorf("not a URL: %w; a %% in a key is written %%25", syntax.Err)
		}
		return location{}, fmt.Errorf("%s: %w", rawURL, err)
	}
	key := strings.TrimPrefix(cmp.Or(u.RawPath, u.EscapedPath()), "/") // as written
	l := location{base: u.Scheme + "://" + u.Host + "/"}
	if u.Scheme == "file" { // the bucket is the directory
		end := strings.LastIndexByte(key[:opener(key)], '/') + 1
		l.base, key = l.base+key[:end], key[end:]
	}
	if key == "" || strings.HasSuffix(key, "/") {
		return location{}, fmt.Errorf("%s: names no object; add a key, or a pattern such as **/*.ndjson", rawURL)
	}
	l.bucket = l.base
	if l.base != "file:///" { // the root directory
		l.bucket = strings.TrimSuffix(l.base, "/")
	}
	if query := parameters(u); query != "" {
		l.bucket += "?" + query
	}
	begin := opener(key)
	l.key = unescape(key[:begin], "")
	if begin < len(key) {
		l.pattern = unescape(key, meta)
		l.flat = !strings.Contains(key[begin:], "/") && !strings.Contains(key[begin:], "**")
		if !doublestar.ValidatePattern(l.pattern) {
			return location{}, fmt.Errorf("%s: invalid pattern; close its brackets and braces, or write them as %%5B and %%7B", rawURL)
		}
	}
	return l, nil
}

func checkURL(rawURL string, u *url.URL) error {
	switch {
	case !IsURL(rawURL):
		return errors.New("unknown scheme; use s3://, gs://, azblob:// or file://")
	case strings.Contains(rawURL, "#"):
		return errors.New("a URL of objects has no fragment; a # in a key is written %23")
	case u.Host == "" && u.Scheme != "file" && u.Scheme != "mem":
		return fmt.Errorf("no bucket; use %s://BUCKET/KEY", u.Scheme)
	}
	for name := range u.Query() {
		if strings.ContainsAny(name, "./*[{") {
			return errors.New("a ? begins the parameters; in a key it is written %3F, and patterns do not have it")
		}
	}
	return nil
}

// parameters returns those of the bucket. The checksums of S3 are of whole objects, not of ranges, and the SDK
// would print a warning about each.
func parameters(u *url.URL) string {
	const checksums = "response_checksum_validation"
	if query := u.Query(); u.Scheme == "s3" && !query.Has(checksums) {
		query.Set(checksums, "when_required")
		return query.Encode()
	}
	return u.RawQuery
}

// opener returns the offset of the first character of key that begins a pattern, or the length of key.
func opener(key string) int {
	if i := strings.IndexAny(key, openers); i >= 0 {
		return i
	}
	return len(key)
}

var encoded = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// unescape decodes percent-encoding, and adds a backslash before decoded characters of quoted.
func unescape(text, quoted string) string {
	return encoded.ReplaceAllStringFunc(text, func(code string) string {
		decoded, err := url.PathUnescape(code)
		if err != nil { // impossible, as the expression shows
			return code
		}
		if strings.Contains(quoted, decoded) {
			return `\` + decoded
		}
		return decoded
	})
}

func (l location) matches(key string) bool { return doublestar.MatchUnvalidated(l.pattern, key) }

// delimiter ends the keys of a listing, so that nothing is listed that cannot match.
func (l location) delimiter() string {
	if l.flat {
		return "/"
	}
	return ""
}

// Only characters with a meaning in URLs or patterns are encoded, so that names remain readable.
var escaper = strings.NewReplacer(
	"%", "%25", "#", "%23", "?", "%3F", "*", "%2A", "[", "%5B", "]", "%5D", "{", "%7B", "}", "%7D", `\`, "%5C",
	"\n", "%0A", "\r", "%0D", "\t", "%09")

// nameOf returns the URL of an object without parameters.
func (l location) nameOf(key string) string { return l.base + escaper.Replace(key) }
