package schematool

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/atomicfile"
)

// generated is a module whose directives generate files of animals. It is no
// string here, since go generate finds directives in strings as well.
func generated(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "generate.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	return animals + string(data)
}

func TestDirectivesAreFoundForEachFormOfTheCommand(t *testing.T) {
	dir := unpack(t, generated(t))
	jobs, err := Directives(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, job := range jobs {
		what := "enum"
		if job.Reflect != nil {
			what = "reflect " + job.Reflect.Package + " " + job.Reflect.Type
		}
		got = append(got, relative(dir, job.Source)+": "+what+" → "+relative(dir, job.Output()))
	}
	want := []string{
		"generate.go:3: reflect . Record → record.schema.json",
		"generate.go:4: enum → kind_enum.go",
		"generate.go:6: reflect . []Record → animals schema.json",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAWrongDirectiveIsNamed(t *testing.T) {
	for directive, want := range map[string]string{
		`verdict schema reflect . -o x`:  "verdict schema reflect requires a package and a type",
		`verdict schema enum`:            "name the types to list",
		`verdict schema reflect "x`:      "mismatched quotation mark",
		`verdict schema reflect . T --p`: "unknown flag: --p",
	} {
		dir := unpack(t, "-- a.go --\npackage a\n\n//go:"+"generate "+directive+"\n")
		_, err := Directives(dir)
		if err == nil || !strings.Contains(err.Error(), "a.go:3: "+want) || !IsUsage(err) {
			t.Errorf("%s: got %v, want …a.go:3: %s…", directive, err, want)
		}
	}
}

func TestCheckShowsWhatDrifted(t *testing.T) {
	offline(t)
	dir := unpack(t, strings.Replace(generated(t), "func (byHand)", "// A comment.\nfunc (byHand)", 1))
	jobs, err := Directives(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range check(t, dir, jobs) {
		if o.Drift == nil || !o.Drift.Missing {
			t.Fatalf("%s: %+v, want a missing file", o.Job.Source, o)
		}
		if err := atomicfile.Write(o.Job.Output(), o.Drift.Want); err != nil {
			t.Fatal(err)
		}
	}
	replace(t, filepath.Join(dir, "b.go"), `Newt Kind = "newt"`, `Toad Kind = "toad"`)
	var diffs []string
	for _, o := range check(t, dir, jobs) {
		if o.Drift != nil {
			diffs = append(diffs, string(o.Drift.Diff))
		}
	}
	golden(t, "drift.golden", strings.Join(diffs, "\n"))
}

func TestACheckoutWithCarriageReturnsHasNotDrifted(t *testing.T) {
	dir := unpack(t, animals)
	job := Job{Enum: &EnumCommand{EnumTarget{Dir: dir, Types: []string{"Kind"}}}}
	content, err := Enum(t.Context(), job.Enum.EnumTarget)
	if err != nil {
		t.Fatal(err)
	}
	crlf := strings.ReplaceAll(string(content), "\n", "\r\n")
	if err := os.WriteFile(job.Output(), []byte(crlf), 0o644); err != nil {
		t.Fatal(err)
	}
	if o := check(t, dir, []Job{job})[0]; o.Drift != nil {
		t.Errorf("%s", o.Drift.Diff)
	}
}

func check(t *testing.T, dir string, jobs []Job) []Outcome {
	t.Helper()
	outcomes, err := Check(t.Context(), jobs, func(file string) string { return relative(dir, file) })
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Err != nil {
			t.Fatalf("%s: %v", o.Job.Source, o.Err)
		}
	}
	return outcomes
}

func relative(dir, path string) string {
	return filepath.ToSlash(strings.TrimPrefix(path, dir+string(filepath.Separator)))
}

func replace(t *testing.T, path, old, new string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(data), old, new)), 0o644); err != nil {
		t.Fatal(err)
	}
}
