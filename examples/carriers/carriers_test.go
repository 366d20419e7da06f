// Package carriers_test runs the examples whose programs are installed, and compares their results with
// those of one run over the whole input.
package carriers_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	batch "k8s.io/api/batch/v1"

	"github.com/verdict-lint/verdict"
)

var programs string // the directory of verdict and verdict-clickhouse, which is in PATH

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if programs, err = os.MkdirTemp("", "carriers"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(programs)
		os.Setenv("PATH", programs+string(filepath.ListSeparator)+os.Getenv("PATH"))
		build("../..", "verdict", "./cmd/verdict")
		build(".", "verdict-clickhouse", "./clickhouse")
		return m.Run()
	}())
}

func build(module, name, pkg string) {
	command := exec.Command("go", "build", "-o", filepath.Join(programs, name), pkg)
	command.Dir = module
	if output, err := command.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("building %s: %v\n%s", name, err, output))
	}
}

// Outputs are the files that all carriers write.
type outputs struct{ good, bad, summary string }

// prepare returns a directory with events and their schema.
func prepare(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "event.json"), `{
		"type": "object", "required": ["id", "name"],
		"properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "note": {"type": "string"}}
	}`)
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"a", "b", "c"} {
		var b strings.Builder
		for range 2000 {
			switch random.IntN(10) {
			case 0:
				fmt.Fprintf(&b, "{\"id\": %d, \"name\": null}\n", random.IntN(1000))
			case 1:
				b.WriteString("{\"name\": \"x\n")
			default:
				fmt.Fprintf(&b, "{\"id\": %d, \"name\": %q}\n", random.IntN(1000), strings.Repeat("n", random.IntN(50)))
			}
		}
		write(t, filepath.Join(dir, "events", name+".ndjson"), b.String())
	}
	return dir
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// whole returns the outputs of one run over everything.
func whole(t *testing.T, dir string) outputs {
	t.Helper()
	const script = `verdict filter 'events/*.ndjson' --schema event.json --tolerance 100% --rejects bad --summary summary >good`
	shell(t, dir, nil, script)
	all := outputs{read(t, filepath.Join(dir, "good")), read(t, filepath.Join(dir, "bad")), read(t, filepath.Join(dir, "summary"))}
	if all.good == "" || all.bad == "" || all.summary == "" {
		t.Fatal("the input has no valid or no invalid records")
	}
	return all
}

// shell runs a script in a directory with an environment.
func shell(t *testing.T, dir string, env []string, script string) {
	t.Helper()
	command := exec.Command("sh", "-euc", script)
	command.Dir, command.Env = dir, append(os.Environ(), env...)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, script, output)
	}
}

// merge merges the outputs of shards as described in the comments of the examples.
const merge = `
	cat good-*.ndjson >good.ndjson
	cat bad-*.ndjson >bad.ndjson
	verdict merge summary-*.json -o summary.json`

var lineNumber = regexp.MustCompile(`,"line":[0-9]+`)

// expect compares the files in a directory with want. A shard that begins within a file does not know
// line numbers.
func expect(t *testing.T, dir string, want outputs) {
	t.Helper()
	if read(t, filepath.Join(dir, "good.ndjson")) != want.good {
		t.Error("other records are valid, or their order is different")
	}
	bad := lineNumber.ReplaceAllString(read(t, filepath.Join(dir, "bad.ndjson")), "")
	if bad != lineNumber.ReplaceAllString(want.bad, "") {
		t.Error("other records are rejected, or their order is different")
	}
	if read(t, filepath.Join(dir, "summary.json")) != want.summary {
		t.Error("the summary is different")
	}
}

// script returns the absolute path of an example.
func script(t *testing.T, path string) string {
	t.Helper()
	absolute, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return absolute
}

func TestGNUParallelAndXargs(t *testing.T) {
	for _, carrier := range []string{"parallel", "xargs"} {
		t.Run(carrier, func(t *testing.T) {
			if _, err := exec.LookPath(carrier); err != nil {
				t.Skipf("%s is not installed; it is a package of Debian", carrier)
			}
			dir := prepare(t)
			want := whole(t, dir)
			shell(t, dir, []string{"INPUT=events/*.ndjson", "SCHEMA=event.json", "SHARDS=12", "JOBS=3", "OUT=out"}, script(t, carrier+"/run.sh"))
			expect(t, filepath.Join(dir, "out"), want)
			command := exec.Command(script(t, carrier+"/run.sh"))
			command.Dir = dir
			command.Env = append(os.Environ(), "INPUT=none/*.ndjson", "SCHEMA=event.json", "SHARDS=3", "JOBS=1", "OUT=out2")
			if output, err := command.CombinedOutput(); err == nil || !strings.Contains(string(output), "none/*.ndjson") {
				t.Errorf("a failed shard does not fail the run: %v, %s", err, output)
			}
		})
	}
}

func TestSlurmArray(t *testing.T) {
	dir := prepare(t)
	want := whole(t, dir)
	for i := 1; i <= 12; i++ { // set by Slurm
		shell(t, dir, []string{"INPUT=events/*.ndjson", "SCHEMA=event.json", "OUT=out", "SLURM_ARRAY_TASK_COUNT=12", fmt.Sprint("SLURM_ARRAY_TASK_ID=", i)}, script(t, "slurm/array.sh"))
	}
	shell(t, filepath.Join(dir, "out"), nil, merge)
	expect(t, filepath.Join(dir, "out"), want)
}

func TestKubernetesJob(t *testing.T) {
	text := read(t, "kubernetes/job.yaml")
	var manifest struct {
		Spec struct {
			Completions int
			Template    struct {
				Spec struct {
					Containers []struct {
						Env           []struct{ Name, Value string }
						Command, Args []string
					}
				}
			}
		}
	}
	if err := yaml.Unmarshal([]byte(text), &manifest); err != nil {
		t.Fatal(err)
	}
	container := manifest.Spec.Template.Spec.Containers[0]
	dir := prepare(t)
	want := whole(t, dir)
	for index := range manifest.Spec.Completions { // set by Kubernetes
		env := []string{fmt.Sprint("JOB_COMPLETION_INDEX=", index)}
		for _, v := range container.Env {
			env = append(env, v.Name+"="+v.Value)
		}
		line := append(container.Command, container.Args...)
		command := exec.Command(line[0], append(line[1:len(line)-1:len(line)-1], strings.ReplaceAll(line[len(line)-1], "/data", "."))...)
		command.Dir, command.Env = dir, append(os.Environ(), env...)
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("index %d: %v\n%s", index, err, output)
		}
	}
	shell(t, filepath.Join(dir, "out"), nil, merge)
	expect(t, filepath.Join(dir, "out"), want)
}

// The schema is that of the Go type of the resource.
func TestTheKubernetesManifestIsValid(t *testing.T) {
	document, err := verdict.Reflect[batch.Job]()
	if err != nil {
		t.Fatal(err)
	}
	schema := filepath.Join(t.TempDir(), "job.schema.json")
	write(t, schema, string(document))
	testLint(t, schema, "kubernetes/job.yaml", "completionMode", "completionsMode")
}

func TestTheGitHubWorkflowIsValid(t *testing.T) {
	store := os.Getenv("SCHEMASTORE")
	if store == "" {
		t.Skip("SCHEMASTORE does not name a copy of SchemaStore with its directory schemas")
	}
	testLint(t, filepath.Join(store, "schemas", "github-workflow.json"), "github/validate.yml", "runs-on", "run-on")
}

// testLint lints a file and a copy with a mistake.
func testLint(t *testing.T, schema, path, word, mistake string) {
	t.Helper()
	text := read(t, path)
	if !strings.Contains(text, word) {
		t.Fatalf("%s has no %s", path, word)
	}
	dir := t.TempDir()
	for content, valid := range map[string]bool{text: true, strings.ReplaceAll(text, word, mistake): false} {
		copied := filepath.Join(dir, strconv.FormatBool(valid)+filepath.Ext(path))
		write(t, copied, content)
		output, err := exec.Command("verdict", "lint", "--strict", "--schema", schema, copied).CombinedOutput()
		if (err == nil) != valid {
			t.Errorf("%s: %v\n%s", filepath.Base(copied), err, output)
		}
	}
}

func TestGitHubWorkflow(t *testing.T) {
	type job struct {
		Strategy struct{ Matrix struct{ Shard []int } }
		Env      map[string]string
		Steps    []struct {
			Run string
			Env map[string]string
		}
	}
	var workflow struct{ Jobs struct{ Shard, Merge job } }
	if err := yaml.Unmarshal([]byte(read(t, "github/validate.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	checkout, merged := prepare(t), t.TempDir()
	want := whole(t, checkout)
	// runSteps runs the steps that are scripts, except the installation; artifacts are copied here.
	runSteps := func(j job, dir string, replaced ...string) (ran int) {
		expressions := strings.NewReplacer(replaced...)
		for _, step := range j.Steps {
			if step.Run == "" || strings.HasPrefix(step.Run, "go install ") {
				continue
			}
			var env []string
			for _, variables := range []map[string]string{j.Env, step.Env} {
				for name, value := range variables {
					env = append(env, name+"="+expressions.Replace(value))
				}
			}
			if ran++; strings.Contains(step.Run, "$TOLERANCE") {
				env = append(env, fmt.Sprint("TOLERANCE=", strings.Count(want.bad, "\n")))
			}
			shell(t, dir, env, expressions.Replace(step.Run))
		}
		return ran
	}
	shards := workflow.Jobs.Shard.Strategy.Matrix.Shard
	for _, shard := range shards {
		if runSteps(workflow.Jobs.Shard, checkout, "${{ matrix.shard }}", fmt.Sprint(shard), "${{ strategy.job-total }}", fmt.Sprint(len(shards))) != 1 {
			t.Error("not one step was run")
		}
		shell(t, checkout, nil, "mkdir -p '"+merged+"/out' && mv out/* '"+merged+"/out' && rmdir out")
	}
	if runSteps(workflow.Jobs.Merge, merged) != 2 {
		t.Error("not two steps were run")
	}
	expect(t, merged, want)
}

// Like rdd.pipe, it starts the command for each partition, writes its lines to it, and reads lines.
func TestSparkPipe(t *testing.T) {
	dir := prepare(t)
	want := whole(t, dir)
	var good, bad strings.Builder
	for _, name := range []string{"a", "b", "c"} {
		partition := read(t, filepath.Join(dir, "events", name+".ndjson"))
		for path, out := range map[string]*strings.Builder{"spark/valid.sh": &good, "spark/rejects.sh": &bad} {
			var stderr bytes.Buffer
			command := exec.Command(script(t, path))
			command.Dir, command.Env = dir, append(os.Environ(), "SCHEMA=event.json")
			command.Stdin, command.Stdout, command.Stderr = strings.NewReader(partition), out, &stderr
			if err := command.Run(); err != nil {
				t.Fatalf("%s: %v\n%s", path, err, &stderr)
			}
		}
	}
	if good.String() != want.good {
		t.Error("other records are valid, or their order is different")
	}
	file := regexp.MustCompile(`"file":"[^"]*"`)
	if file.ReplaceAllString(bad.String(), "") != file.ReplaceAllString(want.bad, "") {
		t.Error("other records are rejected, or their order is different")
	}
}
