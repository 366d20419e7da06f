package verdictmcp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/verdict-lint/verdict"
	verdictmcp "github.com/verdict-lint/verdict/contrib/mcp"
)

type query struct {
	Text  string `json:"text" jsonschema:"minLength=2"`
	Order string `json:"order,omitzero" jsonschema:"enum=newest,enum=oldest"`
	Limit int    `json:"limit,omitzero" jsonschema:"minimum=1,maximum=50"`
}

type hits struct {
	Total int      `json:"total" jsonschema:"minimum=0"`
	Names []string `json:"names"`
}

// connect starts a server with one tool and returns a client's session of it.
func connect(t testing.TB, add func(*mcp.Server)) *mcp.ClientSession {
	t.Helper()
	session, err := open(t.Context(), add)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

func open(ctx context.Context, add func(*mcp.Server)) (*mcp.ClientSession, error) {
	server := mcp.NewServer(&mcp.Implementation{Name: "test"}, nil)
	add(server)
	ours, theirs := mcp.NewInMemoryTransports()
	if _, err := server.Connect(ctx, ours, nil); err != nil {
		return nil, err
	}
	return mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(ctx, theirs, nil)
}

func call(t testing.TB, session *mcp.ClientSession, arguments any) (*mcp.CallToolResult, error) {
	t.Helper()
	return session.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: arguments})
}

func text(t testing.TB, result *mcp.CallToolResult) string {
	t.Helper()
	if len(result.Content) != 1 {
		t.Fatalf("%d contents, want one", len(result.Content))
	}
	return result.Content[0].(*mcp.TextContent).Text
}

func search(ctx context.Context, _ *mcp.CallToolRequest, q query) (*mcp.CallToolResult, hits, error) {
	switch q.Text {
	case "fails":
		return nil, hits{}, errors.New("the index is offline")
	case "forbidden":
		return nil, hits{}, &jsonrpc.Error{Code: -32001, Message: "forbidden"}
	case "broken":
		return nil, hits{Total: -1, Names: []string{}}, nil
	}
	return nil, hits{Total: 1, Names: []string{fmt.Sprint(q)}}, nil
}

func addSearch(server *mcp.Server) {
	verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, search)
}

func TestValidArgumentsReachTheHandler(t *testing.T) {
	result, err := call(t, connect(t, addSearch), map[string]any{"text": "apple", "limit": 7})
	if err != nil {
		t.Fatal(err)
	}
	if result.IsError {
		t.Fatalf("an error: %s", text(t, result))
	}
	structured, err := json.Marshal(result.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"names":["{apple  7}"],"total":1}`
	if string(structured) != want {
		t.Errorf("structured content %s, want %s", structured, want)
	}
	if got := text(t, result); got != `{"total":1,"names":["{apple  7}"]}` {
		t.Errorf("text %s", got)
	}
}

func TestEveryFaultOfTheArgumentsIsReported(t *testing.T) {
	session := connect(t, addSearch)
	for name, test := range map[string]struct {
		arguments any
		want      string
	}{
		"one": {
			map[string]any{"text": "a"},
			"the arguments of \"search\" have 1 fault; correct it and call the tool again:\n" +
				"- /text: expected at least 2 characters, got 1",
		},
		"several": {
			map[string]any{"txet": "apple", "order": "newst", "limit": 0},
			"the arguments of \"search\" have 4 faults; correct all of them and call the tool again:\n" +
				"- the arguments: missing required property \"text\"; add it\n" +
				"- /limit: expected at least 1, got 0\n" +
				"- /order: \"newst\" is not one of \"newest\", \"oldest\"; did you mean \"newest\"?\n" +
				"- /txet: unknown property \"txet\"; did you mean \"text\"?",
		},
		"absent": {
			nil,
			"the arguments of \"search\" have 1 fault; correct it and call the tool again:\n" +
				"- the arguments: missing required property \"text\"; add it",
		},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := call(t, session, test.arguments)
			if err != nil {
				t.Fatal(err)
			}
			if !result.IsError {
				t.Error("not marked as an error")
			}
			if got := text(t, result); got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}

func TestAFaultIsOneShortLineWhateverItsNameIs(t *testing.T) {
	session := connect(t, addSearch)
	for name, want := range map[string]string{
		"a\n- /limit: expected 7":    `- "/a\n- ~1limit: expected 7": unknown`,
		"\x1b[2J\u2028":              `- "/\x1b[2J\u2028": unknown`,
		"é\"ü":                       `- /é"ü: unknown`,
		strings.Repeat("é", 100_000): strings.Repeat("é", 511) + "…: unknown",
	} {
		result, err := call(t, session, map[string]any{"text": "apple", name: 1})
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, result); !strings.Contains(got, want) || strings.Count(got, "\n") != 1 || len(got) > 2000 {
			t.Errorf("%.20q: got %d bytes: %.2000q", name, len(got), got)
		}
	}
}

func TestFaultsBeyondTheLimitAreMentioned(t *testing.T) {
	session := connect(t, func(server *mcp.Server) {
		verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, search, verdict.WithMaxViolations(1))
	})
	result, err := call(t, session, map[string]any{"text": "a", "limit": 99})
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, result)
	if !strings.Contains(got, "have at least 1 fault;") || !strings.HasSuffix(got, "\n- more faults were found") {
		t.Errorf("got:\n%s", got)
	}
}

func TestErrorsOfTheHandler(t *testing.T) {
	session := connect(t, addSearch)
	result, err := call(t, session, map[string]any{"text": "fails"})
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, result); !result.IsError || got != "the index is offline" {
		t.Errorf("error %t, text %q", result.IsError, got)
	}
	_, err = call(t, session, map[string]any{"text": "forbidden"})
	if protocol, ok := errors.AsType[*jsonrpc.Error](err); !ok || protocol.Code != -32001 {
		t.Errorf("got %v, want the protocol error of the handler", err)
	}
}

func TestAnInvalidResultIsAProtocolError(t *testing.T) {
	result, err := call(t, connect(t, addSearch), map[string]any{"text": "broken"})
	if err == nil {
		t.Fatalf("got the result %v", result)
	}
	if !strings.Contains(err.Error(), `result of tool "search"`) || !strings.Contains(err.Error(), "[minimum]") {
		t.Errorf("got %v", err)
	}
}

// The result of a failed tool is usually the zero value.
func TestAnErrorOfTheToolNeedsNoValidResult(t *testing.T) {
	for _, test := range []struct {
		out        hits
		structured bool
	}{{hits{Total: -1}, false}, {hits{Total: 1}, true}} {
		session := connect(t, func(server *mcp.Server) {
			verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, func(context.Context, *mcp.CallToolRequest, any) (*mcp.CallToolResult, hits, error) {
				var failed mcp.CallToolResult
				failed.SetError(errors.New("the index is offline"))
				return &failed, test.out, nil
			})
		})
		result, err := call(t, session, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, result); !result.IsError || got != "the index is offline" || (result.StructuredContent != nil) != test.structured {
			t.Errorf("%v: error %t, text %q, structured content %v", test.out, result.IsError, got, result.StructuredContent)
		}
	}
}

func TestAKeywordThatPanicsIsAProtocolError(t *testing.T) {
	broken := verdict.WithKeyword("x-broken", func(verdict.KeywordUse) (verdict.KeywordCheck, error) {
		return func(verdict.Instance, verdict.Report) { panic("oh") }, nil
	})
	session := connect(t, func(server *mcp.Server) {
		tool := &mcp.Tool{Name: "search", InputSchema: json.RawMessage(`{"type": "object", "x-broken": true}`)}
		verdictmcp.AddTool(server, tool, func(context.Context, *mcp.CallToolRequest, any) (*mcp.CallToolResult, any, error) {
			return nil, nil, errors.New("the handler is called")
		}, broken)
	})
	if result, err := call(t, session, nil); err == nil || !strings.HasSuffix(err.Error(), `arguments of tool "search": internal error`) {
		t.Errorf("got the result %v, error %v", result, err)
	}
}

// A secretive is a string whose methods panic with it.
type secretive string

func (s *secretive) UnmarshalText(text []byte) error {
	if string(text) == "in" {
		panic("secret")
	}
	*s = secretive(text)
	return nil
}

func (s secretive) MarshalText() ([]byte, error) {
	if s == "out" {
		panic("secret")
	}
	return []byte(s), nil
}

func TestAPanicOfAMethodIsAProtocolErrorWithoutDetails(t *testing.T) {
	type named struct {
		Name secretive `json:"name"`
	}
	for _, opts := range [][]verdict.Option{nil, {verdict.WithRedaction()}} {
		session := connect(t, func(server *mcp.Server) {
			verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, func(_ context.Context, _ *mcp.CallToolRequest, in named) (*mcp.CallToolResult, named, error) {
				return nil, in, nil
			}, opts...)
		})
		for name, want := range map[string]string{"in": `arguments of tool "search": internal error`, "out": `result of tool "search": internal error`} {
			result, err := call(t, session, map[string]any{"name": name})
			if err == nil || !strings.HasSuffix(err.Error(), want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: got the result %v, error %v", name, result, err)
			}
		}
		if result, err := call(t, session, map[string]any{"name": "a"}); err != nil || result.IsError {
			t.Errorf("got the result %v, error %v", result, err)
		}
	}
}

func TestAToolNeedsAHandler(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a tool without a handler was added")
		}
	}()
	connect(t, func(server *mcp.Server) {
		verdictmcp.AddTool[query, hits](server, &mcp.Tool{Name: "search"}, nil)
	})
}

func TestSchemasArePublished(t *testing.T) {
	session := connect(t, addSearch)
	tools, err := session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for part, schema := range map[string]any{"text": tools.Tools[0].InputSchema, "total": tools.Tools[0].OutputSchema} {
		document, err := json.Marshal(schema)
		if err != nil {
			t.Fatal(err)
		}
		var published struct {
			Type       string
			Properties map[string]any
		}
		if err := json.Unmarshal(document, &published); err != nil {
			t.Fatal(err)
		}
		if published.Type != "object" || published.Properties[part] == nil {
			t.Errorf("%s lacks %q", document, part)
		}
	}
}

// A schema that the tool has takes the place of the reflected one.
func TestASchemaOfTheToolIsUsed(t *testing.T) {
	session := connect(t, func(server *mcp.Server) {
		verdictmcp.AddTool(server, &mcp.Tool{Name: "search", InputSchema: json.RawMessage(`{
			"type": "object",
			"properties": {"text": {"type": "string"}, "limit": {"exclusiveMaximum": 3}}
		}`)}, func(_ context.Context, _ *mcp.CallToolRequest, q query) (*mcp.CallToolResult, any, error) {
			return nil, q.Text, nil
		})
	})
	result, err := call(t, session, map[string]any{"limit": 3})
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, result); !strings.Contains(got, "- /limit: expected less than 3, got 3") {
		t.Errorf("got:\n%s", got)
	}
	result, err = call(t, session, map[string]any{"text": "a"})
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, result); got != `"a"` {
		t.Errorf("got %s, want the text, since the type any has no schema", got)
	}
}

func TestArgumentsOfAnyTypeAreAnObject(t *testing.T) {
	session := connect(t, func(server *mcp.Server) {
		verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, func(_ context.Context, _ *mcp.CallToolRequest, in any) (*mcp.CallToolResult, any, error) {
			return nil, in, nil
		})
	})
	result, err := call(t, session, map[string]any{"whatever": 1})
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, result); got != `{"whatever":1}` {
		t.Errorf("got %s", got)
	}
	result, err = call(t, session, []int{1})
	if err == nil && !result.IsError {
		t.Error("an array is accepted as arguments")
	}
}

func TestArgumentsThatAreNoObjectAreRejected(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a tool with an array as arguments was added")
		}
	}()
	connect(t, func(server *mcp.Server) {
		verdictmcp.AddTool(server, &mcp.Tool{Name: "search"}, func(context.Context, *mcp.CallToolRequest, []string) (*mcp.CallToolResult, any, error) {
			return nil, nil, nil
		})
	})
}

func ExampleAddTool() {
	type Query struct {
		Text  string `json:"text" jsonschema:"minLength=2"`
		Limit int    `json:"limit,omitzero" jsonschema:"minimum=1,maximum=50"`
	}
	find := func(_ context.Context, _ *mcp.CallToolRequest, q Query) (*mcp.CallToolResult, any, error) {
		return nil, map[string]any{"found": q.Text}, nil
	}
	ctx := context.Background()
	session, err := open(ctx, func(server *mcp.Server) {
		verdictmcp.AddTool(server, &mcp.Tool{Name: "find", Description: "finds documents"}, find)
	})
	if err != nil {
		log.Fatal(err)
	}
	defer session.Close()
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "find", Arguments: map[string]any{"text": "a", "limit": 0}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Content[0].(*mcp.TextContent).Text)
	// Output:
	// the arguments of "find" have 2 faults; correct all of them and call the tool again:
	// - /limit: expected at least 1, got 0
	// - /text: expected at least 2 characters, got 1
}
