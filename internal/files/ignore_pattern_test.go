package files

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// What git ignores is ignored, however strange the pattern.
func TestIgnorePatternsMeanWhatGitMeans(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed, and this compares with what it ignores")
	}
	t.Chdir(t.TempDir())
	if out, err := exec.Command("git", "init", "-q").CombinedOutput(); err != nil {
		t.Fatalf("git init: %v\n%s", err, out)
	}
	files := []string{
		"a", "b", "ab", "a/b", "a/b/a", "b/a/b", "a/a/a/b", "a b", "a ", "#a", "!a", "a]", "[a]", "a-b", "\\a", "a*", "a?", "A", "1", "é", "a\r", "{a,b}", "ab/a*b/b",
	}
	files = append(files, "x/Icon/a.json", "x/Icon\r", "nm/a.json")
	contents := []string{
		"\xEF\xBB\xBFnm/\n", "Icon\r\r\n", "Icon\r\n", "a\r", "a \n", "a\\ \n", "a\\ \\ \n", "a  \\", "\\#a", "\\!a", "#a", "!a", "*\n!a", "[ab]", "[!a]", "[^a]", "[a-b]", "[]a]", "[]-a]",
		"[a", "a[]]", "[[:alpha:]]", "[[:digit:][:upper:]]", "[[:nonesuch:]]", "[\\]]", "\\a", "\\\\a", "a\\*", "a\\", "a\\?", "?", "??", "a/", "/a", "/a/b", "a/b", "a//b", "**/b", "**/a/b", "a/**", "a/**/b",
		"a/**/", "**", "***", "/**", "a**b", "a/**b", "a/b**", "***/b", "**/**/b", "*/b", "a/*", "a/*/", "*/*", "/*", "/", "//", "", " ", "!", "{a,b}", "a{,b}", "[a/]b", "a[/]b", "a\\/b", "é", "\xc3*", "a\x00b", "[b-a]", "[a-]", "[-a]", "[a\\-b]",
		"\t", "a\t", "b\n\n!b\n#\n",
	}
	random := rand.New(rand.NewPCG(11, 2026))
	for range 120 {
		var b strings.Builder
		for range 1 + random.IntN(7) {
			b.WriteString([]string{"a", "b", "*", "**", "/", "?", "[", "]", "!", "-", "\\", " ", "/**/", "^", "\n", "[:alpha:]"}[random.IntN(16)])
		}
		contents = append(contents, b.String())
	}
	// Each content is that of a directory of its own, so that git is run once.
	var paths strings.Builder
	for i, content := range contents {
		dir := strconv.Itoa(i)
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/.gitignore", []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			fmt.Fprintf(&paths, "%s/%s\x00", dir, file)
		}
	}
	cmd := exec.Command("git", "-c", "core.ignoreCase=false", "check-ignore", "--no-index", "--stdin", "-z")
	cmd.Stdin = strings.NewReader(paths.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git check-ignore: %v", err)
	}
	ignored := make(map[string]bool)
	for path := range strings.SplitSeq(string(out), "\x00") {
		ignored[path] = true
	}
	for i, content := range contents {
		dir := strconv.Itoa(i)
		by := newIgnorer(dir, nil, ignoreNames, ignoreNames)
		for _, file := range files {
			path := dir + "/" + file
			if got, want := by.ignoredWithin(path), ignored[path]; got != want {
				t.Errorf("%q ignores %q: %v, and with git %v", content, file, got, want)
			}
		}
	}
}

// ignoredWithin reports whether a file, or a directory on the way to it, is ignored.
func (i *ignorer) ignoredWithin(file string) bool {
	for at, c := range file {
		if c == '/' && i.ignored(file[:at], true) {
			return true
		}
	}
	return i.ignored(file, false)
}

// A pattern takes time in proportion to the pattern and the path, not to its stars and brackets.
func TestAPatternOfManyStarsOrBracketsEnds(t *testing.T) {
	for _, pattern := range []string{
		strings.Repeat("*a", 200) + "b", strings.Repeat("**/a/", 200) + "b",
		strings.Repeat("[", 4<<20), strings.Repeat("*[a-", 1<<20), strings.Repeat("[[:", 1<<20),
	} {
		p, ok := parseIgnore(pattern)
		if ok && (p.match(strings.Repeat("a", 300)) || p.match(strings.Repeat("a/", 300)+"a")) {
			t.Errorf("%.20q matches", pattern)
		}
	}
}
