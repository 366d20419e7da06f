package readme

// This file compiles the Go code of the pages in docs.

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// preludes declares, for each module, what the blocks use and only the text around them describes.
var preludes = map[string]string{
	".": `
import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/messages"
	"github.com/verdict-lint/verdict/registry"
	"github.com/verdict-lint/verdict/verdicthttp"
)

type Order struct {
	ID string
}

type City struct {
	Name string
}

var (
	mux              *http.ServeMux
	orders           *verdict.Typed[Order]
	schema           *verdict.Schema
	document, answer []byte
	r                *http.Request
	ctx              context.Context
	create, find     http.Handler
	durations        histogram
)

type histogram struct{}

func (histogram) Observe(string, time.Duration) {}

func createOrder(http.ResponseWriter, *http.Request, Order) {}
func search(http.ResponseWriter, *http.Request, Search)     {}
func load(id string) Order                                  { return Order{ID: id} }
func store(Order)                                           {}
func validIBAN(string) bool                                 { return false }
`,
	"contrib/otel": `
import (
	"net/http"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/otel"
	"github.com/verdict-lint/verdict/verdicthttp"
)

type Order struct {
	ID string
}

var mux *http.ServeMux

func createOrder(http.ResponseWriter, *http.Request, Order) {}
`,
	"contrib/mcp": `
import (
	"context"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/verdict-lint/verdict/contrib/mcp"
)

var server *mcp.Server

type (
	query struct{ Text string }
	hits  struct{ Titles []string }
)

func search(context.Context, *mcp.CallToolRequest, query) (*mcp.CallToolResult, hits, error) {
	return nil, hits{}, nil
}
`,
}

// typeDeclaration matches a declaration at the beginning of a line. The preludes refer to such types.
var typeDeclaration = regexp.MustCompile(`(?ms)^type \w+ .*?^}\n`)

func TestGoCodeOfThePagesCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command, which takes longer than -short allows; go test without it runs this")
	}
	checkout := findCheckout(t)
	pages, err := filepath.Glob(filepath.Join(checkout, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	sources := make(map[string]string) // by module
	for _, page := range pages {
		all, err := blocks(read(t, page))
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		for _, b := range all {
			if b.language == "go" {
				sources[b.module] += function(page, b)
			}
		}
	}
	for module := range preludes {
		if sources[module] == "" {
			t.Errorf("no page has code of %s", module)
		}
	}
	for module, source := range sources {
		t.Run(module, func(t *testing.T) {
			prelude, ok := preludes[module]
			if !ok {
				t.Fatal("there is no prelude")
			}
			for _, err := range compileErrors(t, filepath.Join(checkout, module), "package pages\n"+prelude+source) {
				t.Error(err)
			}
		})
	}
}

// function returns a function with the code of a block, after the types that it declares.
// Errors have positions on the page. A line "…" stands for other code.
func function(page string, b block) string {
	lines := func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) }
	code := strings.ReplaceAll(b.content, "…\n", "\n")
	declared := strings.Join(typeDeclaration.FindAllString(code, -1), "")
	code = typeDeclaration.ReplaceAllStringFunc(code, lines)
	return fmt.Sprintf("\n%s\nfunc _() error {\n//line %s:%d\n%s\nreturn nil\n}\n", declared, page, b.line+1, code)
}

// compileErrors compiles a package as if it were in a module, and returns the lines of the
// compiler. Code of a page may declare or import what it does not use.
func compileErrors(t *testing.T, module, source string) []string {
	t.Helper()
	temp := t.TempDir()
	write(t, filepath.Join(temp, "pages.go"), source)
	overlay, err := json.Marshal(map[string]map[string]string{
		"Replace": {filepath.Join(module, "pages", "pages.go"): filepath.Join(temp, "pages.go")},
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(temp, "overlay.json"), string(overlay))
	build := exec.Command("go", "build", "-gcflags=-e", "-overlay="+filepath.Join(temp, "overlay.json"), "./pages")
	build.Dir, build.Env = module, append(os.Environ(), "GOPROXY=off", "GOWORK=off")
	out, err := build.CombinedOutput()
	if strings.Contains(string(out), "GOPROXY=off") {
		t.Skipf("modules are missing, which go mod download gets: %s", out)
	}
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return slices.DeleteFunc(lines, func(line string) bool {
		return line == "" || strings.HasPrefix(line, "# ") || strings.Contains(line, " and not used")
	})
}

func TestJSONOfThePagesIsValid(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(findCheckout(t), "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		all, err := blocks(read(t, page))
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		for _, b := range all {
			if b.language == "json" && !json.Valid([]byte(b.content)) {
				t.Errorf("%s:%d: not JSON", page, b.line)
			}
		}
	}
}
