// Command damage damages valid documents in one place at a time and prints how
// often verdict reports exactly that place.
package main

import (
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/bench"
	"github.com/verdict-lint/verdict/bench/damage"
)

func main() {
	plan := damage.Plan{}
	flag.Uint64Var(&plan.Seed, "seed", 1, "where the random numbers start")
	flag.IntVar(&plan.PerKind, "per", 4, "damages of each kind for each document, at most")
	flag.IntVar(&plan.PerSet, "documents", 50, "documents for each schema, at most")
	flag.IntVar(&plan.Examples, "examples", 0, "print so many inexact reports for each schema")
	each := flag.Bool("each", false, "print a line for each schema as well")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: damage [flags] FAMILY…\n\nFAMILY holds directories NAME with schema.json and instances.jsonl (one document a\nline), and may hold resources/ with the schemas that these refer to.\nOr it is a checkout of the branch v3.1-dev of OAI/OpenAPI-Specification.")
		flag.PrintDefaults()
	}
	flag.Parse()
	fmt.Printf("%-24s %8s %8s %8s", "", "damaged", "placed", "exact")
	for _, kind := range damage.Kinds {
		fmt.Printf(" %15s", kind)
	}
	fmt.Println()
	for _, family := range flag.Args() {
		if err := measure(family, plan, *each); err != nil {
			fmt.Fprintln(os.Stderr, "damage:", err)
			os.Exit(2)
		}
	}
}

func measure(family string, plan damage.Plan, each bool) error {
	corpora, err := bench.LoadCorpus(family)
	if err != nil {
		return err
	}
	var total damage.Result
	for _, c := range corpora {
		schema, err := verdict.Compile(c.Schema, verdict.WithLoader(func(uri string) ([]byte, error) {
			if document, ok := c.Resources[uri]; ok {
				return document, nil
			}
			return resource(family, uri)
		}))
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", c.Name, err)
			continue
		}
		result, err := damage.Measure(damage.Set{Name: c.Name, Schema: schema, Documents: c.Instances}, plan)
		if err != nil {
			return err
		}
		if each {
			printCounts("  "+c.Name, result)
		}
		total.Add(result)
	}
	printCounts(filepath.Base(family), &total)
	for _, e := range total.Examples {
		fmt.Printf("\n%s: %s at %s: was %s, is %s\n", e.Set, e.Kind, e.Pointer, e.Was, e.Is)
		for _, v := range e.Violations {
			fmt.Printf("    %q %s [%s] %s\n", v.Pointer, v.Message, v.Rule, v.KeywordLocation)
		}
	}
	return nil
}

// resource reads the schema that a URI names, by the last segment of its path.
func resource(family, uri string) ([]byte, error) {
	name, _, _ := strings.Cut(uri, "#")
	file := filepath.Join(family, "resources", path.Base(name))
	for _, candidate := range []string{file, file + ".json"} {
		if text, err := os.ReadFile(candidate); err == nil {
			return text, nil
		}
	}
	return nil, fmt.Errorf("%s: no such file", file)
}

func printCounts(name string, r *damage.Result) {
	total := r.Total()
	fmt.Printf("%-24s %8d %8s %8s", name, total.Damaged, share(total.Placed, total), share(total.Exact, total))
	for _, kind := range damage.Kinds {
		c := r.Kinds[kind]
		fmt.Printf(" %15s", fmt.Sprintf("%s of %d", share(c.Exact, c), c.Damaged))
	}
	if r.Invalid > 0 {
		fmt.Printf(" (%d invalid undamaged)", r.Invalid)
	}
	fmt.Println()
}

func share(n int, c damage.Count) string {
	if c.Damaged == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(n)/float64(c.Damaged))
}
