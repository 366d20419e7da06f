package schematool

// This file finds go:generate directives that run verdict
// (https://go.dev/blog/generate, `go help generate`).

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// A Job is one file that is generated: how, and where that is configured.
type Job struct {
	Source string // the file, and line, that names the job: "api/order.go:12"

	// One of these is set.
	Reflect  *ReflectCommand
	Enum     *EnumCommand
	Describe *DescribeCommand
}

// Output is the file that the job generates.
func (j Job) Output() string {
	switch {
	case j.Enum != nil:
		return j.Enum.File()
	case j.Describe != nil:
		return j.Describe.File()
	}
	return join(j.Reflect.Dir, j.Reflect.Output)
}

func join(dir, name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

// Directives finds the jobs that `//go:generate` directives name in the Go files of the module at root,
// sorted by place. As `go generate ./...` does, it skips other modules below it, and directories named
// vendor or testdata, or whose names start with a dot or an underscore.
//
// It recognizes verdict by its name: `verdict schema reflect …`,
// `go tool verdict schema …`, `go run example.com/path/verdict@v1 schema …`.
func Directives(root string) ([]Job, error) {
	var jobs []Job
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != root && passedOver(name, entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".go" || !entry.Type().IsRegular() {
			return nil
		}
		found, err := directivesOf(name)
		jobs = append(jobs, found...)
		return err
	})
	return jobs, err
}

func passedOver(dir, base string) bool {
	if base == "vendor" || base == "testdata" || base[0] == '.' || base[0] == '_' {
		return true
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// directivesOf reads one file.
func directivesOf(name string) ([]Job, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(data, []byte("//go:generate")) {
		return nil, nil
	}
	var jobs []Job
	number := 0
	commands := make(map[string][]string) // of //go:generate -command
	for line := range strings.Lines(string(data)) {
		number++
		rest, ok := directiveText(line)
		if !ok {
			continue
		}
		source := fmt.Sprintf("%s:%d", name, number)
		words, err := splitDirective(rest)
		if err != nil {
			return nil, usage("%s: %s", source, err)
		}
		if len(words) >= 2 && words[0] == "-command" {
			commands[words[1]] = words[2:]
			continue
		}
		if len(words) > 0 && commands[words[0]] != nil {
			words = slices.Concat(commands[words[0]], words[1:])
		}
		variables := directiveVariables(name, number, data)
		for i := range words {
			words[i] = os.Expand(words[i], variables)
		}
		job, err := jobOf(words, filepath.Dir(name))
		if err != nil {
			return nil, usage("%s: %s", source, err)
		}
		if job != nil {
			job.Source = source
			jobs = append(jobs, *job)
		}
	}
	return jobs, nil
}

// directiveText returns the text after `//go:generate`, which must begin its line.
func directiveText(line string) (string, bool) {
	rest, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "//go:generate")
	if !ok || rest == "" || rest[0] != ' ' && rest[0] != '\t' {
		return "", false
	}
	return rest, true
}

// splitDirective splits at blanks; a word in double quotes is a Go string.
func splitDirective(text string) ([]string, error) {
	var words []string
	for {
		text = strings.TrimLeft(text, " \t")
		if text == "" {
			return words, nil
		}
		if text[0] != '"' {
			end := strings.IndexAny(text, " \t")
			if end < 0 {
				end = len(text)
			}
			words = append(words, text[:end])
			text = text[end:]
			continue
		}
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return nil, fmt.Errorf("mismatched quotation mark in go:generate directive")
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, err
		}
		words = append(words, word)
		text = text[len(quoted):]
	}
}

// directiveVariables are the variables that go generate sets.
func directiveVariables(name string, number int, data []byte) func(string) string {
	return func(variable string) string {
		switch variable {
		case "GOFILE":
			return filepath.Base(name)
		case "GOLINE":
			return strconv.Itoa(number)
		case "GOPACKAGE":
			return packageClause(data)
		case "GOOS":
			return runtime.GOOS
		case "GOARCH":
			return runtime.GOARCH
		case "DOLLAR":
			return "$"
		}
		return os.Getenv(variable)
	}
}

// packageClause returns the name in the package clause of a Go file.
func packageClause(data []byte) string {
	for line := range bytes.Lines(data) {
		if name, ok := bytes.CutPrefix(line, []byte("package ")); ok {
			fields := bytes.Fields(name)
			if len(fields) > 0 {
				return string(fields[0])
			}
		}
	}
	return ""
}

// jobOf returns the job of a directive in dir, or nil if it does not run one of
// verdict's generators, or none that writes a file.
func jobOf(words []string, dir string) (*Job, error) {
	for i := 1; i+1 < len(words); i++ {
		if words[i] != "schema" || !isVerdictCommand(words[i-1]) {
			continue
		}
		args := LongFlags(words[i+2:])
		fs := pflag.NewFlagSet("verdict schema "+words[i+1], pflag.ContinueOnError)
		fs.Usage = func() {}
		switch words[i+1] {
		case "reflect":
			c := &ReflectCommand{Target: Target{Dir: dir}}
			c.Flags(fs)
			if err := parse(fs, args, c.Arguments); err != nil || c.Output == "" || c.Output == "-" {
				return nil, err
			}
			return &Job{Reflect: c}, nil
		case "enum":
			c := &EnumCommand{EnumTarget{Dir: dir}}
			c.Flags(fs)
			if err := parse(fs, args, c.Arguments); err != nil || c.Output == "-" {
				return nil, err
			}
			return &Job{Enum: c}, nil
		case "describe":
			c := &DescribeCommand{Dir: dir}
			c.Flags(fs)
			if err := parse(fs, args, c.Arguments); err != nil || c.Output == "-" {
				return nil, err
			}
			return &Job{Describe: c}, nil
		}
	}
	return nil, nil
}

func parse(fs *pflag.FlagSet, args []string, arguments func([]string) error) error {
	if err := fs.Parse(args); err != nil {
		return err
	}
	return arguments(fs.Args())
}

// isVerdictCommand reports whether a word names the program verdict: by itself,
// by path, or as a package with or without a version.
func isVerdictCommand(word string) bool {
	word, _, _ = strings.Cut(word, "@")
	return strings.TrimSuffix(path.Base(filepath.ToSlash(word)), ".exe") == "verdict"
}
