package messages_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/messages"
)

// details returns the reasons in the source of the packages that have them: what is passed to
// certain functions, what a fault consists of, and what an explain function returns.
func details(t *testing.T) []string {
	t.Helper()
	found := make(map[string]bool)
	for _, dir := range []string{"format", "jsontape", "records"} {
		names, _ := filepath.Glob("../internal/" + dir + "/*.go")
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range file.Decls {
				collect(decl, found)
			}
		}
	}
	for _, name := range format.Names(2020) {
		found[format.Describe(name)] = true
	}
	for _, name := range format.Names(format.OpenAPI) {
		found[format.Describe(name)] = true
	}
	var all []string
	for detail := range found {
		all = append(all, detail)
	}
	slices.Sort(all)
	return all
}

// sayers are functions whose arguments are reasons.
var sayers = regexp.MustCompile(`^(because|becauseOf|syntax|syntaxAt|syntaxIn|fault|addError|limited|exceeds|translate)$`)

// assigners are functions that choose among reasons.
var assigners = regexp.MustCompile(`^(badNumber|exceeds|unclosed)$`)

// unused are components of a URI that have reasons of their own.
var unused = regexp.MustCompile(`^[^a-z]*$|in the (address|port|first segment)?$`)

func collect(decl ast.Decl, found map[string]bool) {
	function, isFunction := decl.(*ast.FuncDecl)
	explains := isFunction && (strings.HasPrefix(function.Name.Name, "explain") || function.Name.Name == "durationUnits")
	assigns := isFunction && assigners.MatchString(function.Name.Name)
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			if sayers.MatchString(name) {
				for _, arg := range n.Args {
					literal(arg, found)
				}
			}
		case *ast.CompositeLit:
			if name, ok := n.Type.(*ast.Ident); ok && name.Name == "fault" {
				for _, e := range n.Elts {
					if pair, ok := e.(*ast.KeyValueExpr); ok {
						e = pair.Value
					}
					literal(e, found)
				}
			}
		case *ast.ReturnStmt:
			if explains {
				for _, result := range n.Results {
					literal(result, found)
				}
			}
		case *ast.AssignStmt:
			if assigns {
				literal(n.Rhs[0], found)
			}
		case *ast.ValueSpec:
			if name, ok := n.Type.(*ast.Ident); ok && name.Name == "component" {
				literal(&ast.BasicLit{Kind: token.STRING, Value: strings.Replace(n.Values[0].(*ast.BasicLit).Value, `"`, `"{0} is not allowed in the `, 1)}, found)
			}
			if n.Names[0].Name == "aSpace" {
				literal(n.Values[0], found)
			}
			if len(n.Names) == 1 && n.Names[0].Name == "sentences" {
				ast.Inspect(n, func(n ast.Node) bool {
					if e, ok := n.(ast.Expr); ok {
						literal(e, found)
					}
					return true
				})
			}
		}
		return true
	})
}

// literal adds the reason that an expression is.
func literal(e ast.Expr, found map[string]bool) {
	if text, ok := e.(*ast.BasicLit); ok && text.Kind == token.STRING {
		if value, err := strconv.Unquote(text.Value); err == nil && !unused.MatchString(value) {
			found[value] = true
		}
	}
}

var catalogs = map[string]verdict.Catalog{"German": messages.German()}

// TestACatalogIsComplete fails for a new message that is not translated, and for a translation of
// a message that there is no more.
func TestACatalogIsComplete(t *testing.T) {
	english := messages.English().Messages
	reasons := details(t)
	if len(english) < 100 || len(reasons) < 100 {
		t.Fatalf("only %d messages and %d reasons were found", len(english), len(reasons))
	}
	for language, catalog := range catalogs {
		for id, text := range english {
			translated, ok := catalog.Messages[id]
			if !ok {
				t.Errorf("%s: no message %q: %q", language, id, text)
			}
			if lost := placeholders(text, translated); lost != "" {
				t.Errorf("%s: the message %q lacks %s", language, id, lost)
			}
		}
		for _, text := range reasons {
			translated, ok := catalog.Details[text]
			if !ok {
				t.Errorf("%s: no detail %q", language, text)
			}
			if lost := placeholders(text, translated); lost != "" {
				t.Errorf("%s: the detail %q lacks %s", language, text, lost)
			}
		}
		for text := range catalog.Details {
			if !slices.Contains(reasons, text) {
				t.Errorf("%s: there is no detail %q", language, text)
			}
		}
		if _, err := verdict.Compile([]byte("true"), verdict.WithMessages(catalog)); err != nil {
			t.Errorf("%s: %v", language, err)
		}
	}
}

// placeholders returns a placeholder of a text that its translation lacks.
func placeholders(text, translated string) (lost string) {
	for _, name := range regexp.MustCompile(`\{\w+\}`).FindAllString(text, -1) {
		if !strings.Contains(translated, name) {
			return name
		}
	}
	return ""
}
