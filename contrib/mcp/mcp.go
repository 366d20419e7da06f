// Package verdictmcp adds tools to a server of the Model Context Protocol whose arguments
// and results verdict validates.
//
// Use [AddTool] instead of AddTool of github.com/modelcontextprotocol/go-sdk, which reports
// one failure per call. It reports every failure of the arguments, with its place and the
// correction, so that a model can correct all of them in its next call.
package verdictmcp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/verdict-lint/verdict"
)

// AddTool adds a tool to the server, or replaces the one with the same name, as mcp.AddTool
// does.
//
// The schemas of the arguments and of the result are reflected from In and Out, unless
// tool.InputSchema or tool.OutputSchema has one, of draft 2020-12. Arguments of type any are
// an object with any properties, and an Out of type any has no schema. The options apply to
// both schemas. Unknown arguments are rejected; to ignore them, pass
// verdict.WithStrict(false).
//
// If the arguments are not valid, the handler is not called. The result is then an error for
// the model to read: a line with the number of faults, and one line for each with its JSON
// Pointer (RFC 6901), what is wrong and what to do. Absent arguments are an empty object, and null
// is not one: an In that is a pointer or map is never nil.
//
// A reflected schema of the result does not allow null either. An Out that is a nil pointer stands
// for the zero value of its type, a nil map for an empty object, and a nil slice for an empty array.
// An Out of type any that is nil is no structured content.
//
// If the result is not valid, or a keyword or format of the caller or a method of In or Out panics, which are
// faults of the server, the client gets a protocol error and no structured content. A result with
// IsError has structured content only if it is valid.
//
// If the handler panics, the result is an error that names only the tool. Panics and their stacks
// are logged with [slog]. The SDK calls handlers in goroutines of its own and does not recover, so
// without this a panic would end the program, and with it the sessions of all clients.
//
// AddTool panics if a schema cannot be reflected or compiled, if the arguments are not an
// object, or if there is no handler.
func AddTool[In, Out any](server *mcp.Server, tool *mcp.Tool, handler mcp.ToolHandlerFor[In, Out], opts ...verdict.Option) {
	if handler == nil {
		panic(fmt.Errorf("tool %q: the handler is nil", tool.Name))
	}
	added := *tool
	arguments, err := newModel[In](&added.InputSchema, json.RawMessage(`{"type": "object"}`), opts)
	if err != nil {
		panic(fmt.Errorf("tool %q: schema of the arguments: %w", tool.Name, err))
	}
	result, err := newModel[Out](&added.OutputSchema, nil, opts)
	if err != nil {
		panic(fmt.Errorf("tool %q: schema of the result: %w", tool.Name, err))
	}
	server.AddTool(&added, func(ctx context.Context, request *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		payload := request.Params.Arguments
		if len(payload) == 0 {
			payload = json.RawMessage("{}")
		}
		in, err := arguments.Decode(payload)
		if panicked, ok := errors.AsType[*verdict.PanicError](err); ok {
			logPanic(ctx, tool.Name, panicked.Value)
			return nil, fmt.Errorf("arguments of tool %q: internal error", tool.Name)
		}
		if err != nil {
			return failed(errors.New(explain(tool.Name, err))), nil
		}
		answer, out, err := call(ctx, request, in, handler)
		if protocol, ok := errors.AsType[*jsonrpc.Error](err); ok {
			return nil, protocol
		}
		if err != nil {
			return failed(err), nil
		}
		if answer == nil {
			answer = &mcp.CallToolResult{}
		}
		if answer.InputRequests != nil || any(out) == nil {
			return answer, nil
		}
		structured, err := result.Append(nil, result.present(out))
		if err != nil && answer.IsError {
			return answer, nil // a tool that fails has no result
		}
		if panicked, ok := errors.AsType[*verdict.PanicError](err); ok {
			logPanic(ctx, tool.Name, panicked.Value)
			err = errors.New("internal error")
		}
		if err != nil {
			return nil, fmt.Errorf("result of tool %q: %w", tool.Name, err)
		}
		answer.StructuredContent = json.RawMessage(structured)
		if answer.Content == nil {
			// For clients that do not read structured content.
			answer.Content = []mcp.Content{&mcp.TextContent{Text: string(structured)}}
		}
		return answer, nil
	})
}

// call calls the handler. A panic is logged, and returned as an error without its value and stack,
// which are not for the client.
func call[In, Out any](ctx context.Context, request *mcp.CallToolRequest, in In, handler mcp.ToolHandlerFor[In, Out]) (answer *mcp.CallToolResult, out Out, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			logPanic(ctx, request.Params.Name, cause)
			err = fmt.Errorf("the tool %q failed: internal error", request.Params.Name)
		}
	}()
	return handler(ctx, request, in)
}

// logPanic logs a panic, whose value and stack are not for the client.
func logPanic(ctx context.Context, tool string, cause any) {
	slog.ErrorContext(ctx, "a tool panicked", "tool", tool, "panic", cause, "stack", string(debug.Stack()))
}

// failed returns the result of a call that failed, with the error as its text.
func failed(err error) *mcp.CallToolResult {
	var result mcp.CallToolResult
	result.SetError(err)
	return &result
}

// explain describes the failures of arguments for a model.
func explain(tool string, err error) string {
	invalid, ok := errors.AsType[*verdict.Error](err)
	if !ok {
		return fmt.Sprintf("the arguments of %q cannot be decoded: %v", tool, err)
	}
	count, which, more := fmt.Sprintf("%d faults", len(invalid.Violations)), "all of them", ""
	if len(invalid.Violations) == 1 {
		count, which = "1 fault", "it"
	}
	if invalid.Truncated {
		count, which, more = "at least "+count, "all of them", "\n- more faults were found"
	}
	var text strings.Builder
	fmt.Fprintf(&text, "the arguments of %q have %s; correct %s and call the tool again:", tool, count, which)
	for _, violation := range invalid.Violations {
		fmt.Fprintf(&text, "\n- %s: %s", place(violation.Pointer), violation.Message)
	}
	return text.String() + more
}

// maxPlace is how many bytes of a JSON Pointer are shown.
const maxPlace = 1 << 10

// place describes a JSON Pointer on one line. Names of properties in it come from the client.
func place(pointer string) string {
	if len(pointer) > maxPlace {
		pointer = strings.ToValidUTF8(pointer[:maxPlace], "") + "…"
	}
	switch {
	case pointer == "":
		return "the arguments"
	case strings.ContainsFunc(pointer, func(r rune) bool { return !strconv.IsPrint(r) }):
		return strconv.Quote(pointer)
	}
	return pointer
}
