package verdictmcp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/verdict-lint/verdict"
	verdictmcp "github.com/verdict-lint/verdict/contrib/mcp"
)

// A step refers to itself.
type step struct {
	Name string `json:"name"`
	Then *step  `json:"then,omitempty"`
}

// echo adds a tool that returns its arguments.
func echo[T any](opts ...verdict.Option) func(*mcp.Server) {
	return func(server *mcp.Server) {
		verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, func(_ context.Context, _ *mcp.CallToolRequest, in T) (*mcp.CallToolResult, T, error) {
			return nil, in, nil
		}, opts...)
	}
}

func TestArgumentsOfATypeWithNilAreAnObject(t *testing.T) {
	for name, test := range map[string]struct {
		add       func(*mcp.Server)
		valid     map[string]any
		published string // in both schemas
		invalid   any
		want      string
	}{
		"pointer": {
			echo[*query](), map[string]any{"text": "apple"}, `"required":["text"]`,
			map[string]any{"text": "a", "limit": 99, "x": 1},
			"have 3 faults; correct all of them and call the tool again:\n- /limit: expected at most 50, got 99\n" +
				"- /text: expected at least 2 characters, got 1\n- /x: unknown property \"x\"; ",
		},
		"pointer, null in anyOf": {
			echo[*query](verdict.WithNullStyle(verdict.NullInAnyOf)), map[string]any{"text": "apple"}, `"required":["text"]`,
			nil, "- the arguments: missing required property \"text\"; add it",
		},
		"pointer to pointer": {
			echo[**query](), map[string]any{"text": "apple"}, `"required":["text"]`,
			nil, "- the arguments: missing required property \"text\"; add it",
		},
		"pointer to recursive": {
			echo[*step](), map[string]any{"name": "a", "then": map[string]any{"name": "b"}}, `"$ref":"#/$defs/step"`,
			map[string]any{"name": "a", "then": map[string]any{"name": 1}}, "- /then/name: expected string, got the number 1",
		},
		"pointer to unnamed": {
			echo[*struct {
				A int `json:"a"`
			}](), map[string]any{"a": 1}, `"required":["a"]`,
			map[string]any{"a": "1"}, "- /a: expected integer, got the string \"1\"",
		},
		"map": {
			echo[map[string]bool](), map[string]any{"a": true}, `"additionalProperties":{"type":"boolean"}`,
			map[string]any{"a": 1}, "- /a: expected boolean, got the number 1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			session := connect(t, test.add)
			tools, err := session.ListTools(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, schema := range []any{tools.Tools[0].InputSchema, tools.Tools[0].OutputSchema} {
				document, err := json.Marshal(schema)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(string(document), test.published) || !strings.Contains(string(document), `"type":"object"`) || strings.Contains(string(document), "#/$defs/query") {
					t.Errorf("the schema is %s", document)
				}
			}
			result, err := call(t, session, test.valid)
			if err != nil {
				t.Fatal(err)
			}
			want, _ := json.Marshal(test.valid)
			if got, _ := json.Marshal(result.StructuredContent); result.IsError || !bytes.Equal(got, want) {
				t.Errorf("the result is %s, want %s", got, want)
			}
			result, err = call(t, session, test.invalid)
			if err != nil {
				t.Fatal(err)
			}
			if got := text(t, result); !result.IsError || !strings.Contains(got, test.want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
			for _, wrong := range []any{json.RawMessage("null"), []int{}} {
				if result, err = call(t, session, wrong); err == nil && !result.IsError {
					t.Errorf("the arguments %v are accepted", wrong)
				}
			}
		})
	}
}

// returning adds a tool that returns the zero T.
func returning[T any](tool mcp.Tool) func(*mcp.Server) {
	tool.Name = "search"
	return func(server *mcp.Server) {
		verdictmcp.AddTool(server, &tool, func(context.Context, *mcp.CallToolRequest, any) (*mcp.CallToolResult, T, error) {
			var zero T
			return nil, zero, nil
		})
	}
}

func TestAResultThatIsNil(t *testing.T) {
	for name, test := range map[string]struct {
		add  func(*mcp.Server)
		want string // the text, "" for none
		err  string
	}{
		"pointer":                    {add: returning[*step](mcp.Tool{}), want: `{"name":""}`},
		"pointer to an invalid zero": {add: returning[*query](mcp.Tool{}), err: "[min-length]"},
		"map":                        {add: returning[map[string]int](mcp.Tool{}), want: `{}`},
		"slice":                      {add: returning[[]string](mcp.Tool{}), want: `[]`},
		"any":                        {add: returning[any](mcp.Tool{})},
		"pointer, with a schema that allows null": {
			add: returning[*step](mcp.Tool{OutputSchema: json.RawMessage(`{"type": ["object", "null"]}`)}), want: `null`,
		},
		"pointer, with a schema that does not": {
			add: returning[*step](mcp.Tool{OutputSchema: json.RawMessage(`{"type": "object"}`)}), err: "[null]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := call(t, connect(t, test.add), nil)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got the result %v, error %v; want %s", result, err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" {
				if result.StructuredContent != nil || len(result.Content) != 0 {
					t.Errorf("the result is %v", result)
				}
				return
			}
			if got := text(t, result); got != test.want {
				t.Errorf("the result is %s, want %s", got, test.want)
			}
		})
	}
}

func TestAPanicOfTheHandlerIsAnErrorOfTheToolAndLogged(t *testing.T) {
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	session := connect(t, func(server *mcp.Server) {
		verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, func(_ context.Context, _ *mcp.CallToolRequest, q *query) (*mcp.CallToolResult, any, error) {
			if q.Text == "secret" {
				panic("no " + q.Text)
			}
			return nil, q.Text, nil
		})
	})
	result, err := call(t, session, map[string]any{"text": "secret"})
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, result); !result.IsError || got != `the tool "search" failed: internal error` {
		t.Errorf("error %t, text %q", result.IsError, got)
	}
	for _, part := range []string{"level=ERROR", "tool=search", `panic="no secret"`, "schema_test.go"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log lacks %s: %s", part, &log)
		}
	}
	if result, err = call(t, session, map[string]any{"text": "again"}); err != nil || text(t, result) != `"again"` {
		t.Errorf("the session does not continue: %v", err)
	}
}
