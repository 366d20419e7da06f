package bench

// This file measures validators that are not written in Go, if npm can install them: ajv, from bytes to a
// result, and the command of sourcemeta, which reports the time to validate a parsed instance.

import (
	"cmp"
	_ "embed"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// The names of the rows of validators that are not written in Go.
const (
	Ajv        = "ajv"
	Sourcemeta = "sourcemeta"
)

// externalPackages lists the packages that npm installs.
var externalPackages = []string{"ajv", "ajv-draft-04", "ajv-formats", "@sourcemeta/jsonschema"}

// Externals has the installed validators.
type Externals struct{ dir string }

// InstallExternals installs them in a temporary directory. The error says why they cannot be measured.
func InstallExternals() (*Externals, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("%s is not installed", program)
		}
	}
	dir, err := os.MkdirTemp("", "verdict-bench")
	if err != nil {
		return nil, err
	}
	x := &Externals{dir}
	install := x.command("npm", append([]string{"install", "--silent", "--no-audit", "--no-fund"}, externalPackages...)...)
	if out, err := install.CombinedOutput(); err != nil {
		x.Remove()
		return nil, fmt.Errorf("npm install: %w: %s", err, out)
	}
	return x, os.WriteFile(filepath.Join(dir, "ajv.js"), ajvScript, 0o644)
}

//go:embed ajv.js
var ajvScript []byte

// Remove removes the temporary directory.
func (x *Externals) Remove() { _ = os.RemoveAll(x.dir) }

func (x *Externals) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = x.dir
	return cmd
}

// Versions returns the versions of the packages.
func (x *Externals) Versions() []string {
	var all []string
	for _, name := range externalPackages {
		var about struct{ Version string }
		content, err := os.ReadFile(filepath.Join(x.dir, "node_modules", filepath.FromSlash(name), "package.json"))
		if err == nil && stdjson.Unmarshal(content, &about) == nil {
			all = append(all, name+" "+about.Version)
		}
	}
	return all
}

// Results measures them on a corpus in turn with the reference, and returns their results.
func (x *Externals) Results(c Corpus, reference Entry, config Config) (results []Result, notes []string, err error) {
	schema, instances := filepath.Join(x.dir, "schema.json"), filepath.Join(x.dir, "instances.jsonl")
	var lines []byte
	for _, instance := range c.Instances {
		lines = append(append(lines, instance...), '\n')
	}
	if err := errors.Join(os.WriteFile(schema, c.Schema, 0o644), os.WriteFile(instances, lines, 0o644)); err != nil {
		return nil, nil, err
	}
	turns := []struct {
		name string
		turn func() (nanoseconds float64, valid int, err error)
	}{
		{Ajv, func() (float64, int, error) { return x.ajvTurn(config) }},
		{Sourcemeta, x.sourcemetaTurn},
	}
	check, err := reference.Open()
	if err != nil {
		return nil, nil, err
	}
	results = []Result{{Name: reference.Name}}
	for _, t := range turns {
		result := Result{Name: t.name}
		for round := range min(config.Rounds, 5) {
			if len(results[0].nsPerByte) == round {
				results[0].nsPerByte = append(results[0].nsPerByte, turn(check, c.Instances, config.Turn))
			}
			ns, valid, err := t.turn()
			if err != nil {
				notes = append(notes, t.name+" rejects the schema")
				break
			}
			if valid < len(c.Instances) && round == 0 {
				notes = append(notes, fmt.Sprintf("%s rejects %d of %d instances", t.name, len(c.Instances)-valid, len(c.Instances)))
			}
			result.nsPerByte = append(result.nsPerByte, ns/float64(totalBytes(c.Instances)))
		}
		if len(result.nsPerByte) == len(results[0].nsPerByte) {
			results = append(results, result)
		}
	}
	summarize(results, reference.Name, float64(totalBytes(c.Instances))/float64(len(c.Instances)))
	return results[1:], notes, nil
}

// ajvTurn returns the processor time that ajv takes for all instances.
func (x *Externals) ajvTurn(config Config) (nanoseconds float64, valid int, err error) {
	out, err := x.command("node", "ajv.js", "schema.json", "instances.jsonl", strconv.FormatInt(5*config.Turn.Milliseconds(), 10)).Output()
	if err != nil {
		return 0, 0, err
	}
	var result struct {
		Nanoseconds float64
		Valid       int
	}
	err = stdjson.Unmarshal(out, &result)
	return result.Nanoseconds, result.Valid, err
}

// sourcemetaTurn returns the time that the command of sourcemeta reports for all instances.
func (x *Externals) sourcemetaTurn() (nanoseconds float64, valid int, err error) {
	name := filepath.Join(x.dir, "node_modules", ".bin", "jsonschema")
	out, err := x.command(name, "validate", "--fast", "--benchmark", "--loop", "50", "schema.json", "instances.jsonl").Output()
	if nanoseconds, valid = readBenchmark(string(out)); valid == 0 {
		return 0, 0, cmp.Or(err, errors.New("no instance is valid"))
	}
	return nanoseconds, valid, nil // an error means that some instances are not
}

// readBenchmark adds up the times of valid instances in the output of the command.
func readBenchmark(output string) (nanoseconds float64, valid int) {
	for line := range strings.Lines(output) {
		if m := benchmarkLine.FindStringSubmatch(line); m != nil {
			micros, _ := strconv.ParseFloat(m[1], 64)
			nanoseconds += 1000 * micros
			valid++
		}
	}
	return nanoseconds, valid
}

var benchmarkLine = regexp.MustCompile(`: PASS ([0-9.]+) \+- [0-9.]+ us`)
