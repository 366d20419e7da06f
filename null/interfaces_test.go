package null_test

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/verdict-lint/verdict/null"
)

var (
	_ sql.Scanner    = (*null.Or[int])(nil)
	_ driver.Valuer  = null.Or[int]{}
	_ slog.LogValuer = null.Or[int]{}
	_ fmt.GoStringer = null.Or[int]{}
)

func TestScanReadsNullAndValuesOfADatabase(t *testing.T) {
	number, text := null.Value(7), null.Value("old")
	if err := number.Scan([]byte("42")); err != nil || number != null.Value(42) {
		t.Errorf("got %#v, %v", number, err)
	}
	if err := number.Scan("x"); err == nil || number != null.Value(42) {
		t.Errorf("after an error: %#v, %v", number, err)
	}
	if err := number.Scan(nil); err != nil || !number.IsNull() {
		t.Errorf("of NULL: %#v, %v", number, err)
	}
	buffer := []byte("new")
	if err := text.Scan(buffer); err != nil || text != null.Value("new") {
		t.Errorf("got %#v, %v", text, err)
	}
	raw := null.Null[[]byte]()
	if err := raw.Scan(buffer); err != nil {
		t.Fatal(err)
	}
	copy(buffer, "old") // the driver reuses its memory
	if got, _ := raw.Get(); string(got) != "new" {
		t.Errorf("got %s", got)
	}
}

type level int32

// upper is a Valuer.
type upper string

func (u upper) Value() (driver.Value, error) { return string(bytes.ToUpper([]byte(u))), nil }

func TestValueIsOneThatADriverAccepts(t *testing.T) {
	when := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		of   driver.Valuer
		want driver.Value
	}{
		{null.Or[int]{}, nil},
		{null.Null[string](), nil},
		{null.Value(""), ""},
		{null.Value(level(3)), int64(3)},
		{null.Value(float32(1.5)), 1.5},
		{null.Value(when), when},
		{null.Value(upper("a")), "A"},
		{null.Value((*int)(nil)), nil},
	} {
		got, err := tt.of.Value()
		if err != nil || got != tt.want || !driver.IsValue(got) {
			t.Errorf("%#v: got %#v, %v; want %#v", tt.of, got, err, tt.want)
		}
	}
	if got, err := null.Value(struct{}{}).Value(); err == nil {
		t.Errorf("of a struct: got %#v", got)
	}
}

func TestALogHasNoMissingValues(t *testing.T) {
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "missing", null.Or[int]{}, "null", null.Null[int](), "value", null.Value(5))
	if want := `"msg":"m","null":null,"value":5}` + "\n"; !bytes.HasSuffix(log.Bytes(), []byte(want)) {
		t.Errorf("got %s, want it to end with %s", log.Bytes(), want)
	}
}

func TestGoStringIsAnExpression(t *testing.T) {
	for _, tt := range []struct {
		of   any
		want string
	}{
		{null.Or[int]{}, `null.Or[int]{}`},
		{null.Null[string](), `null.Null[string]()`},
		{null.Value("a\n"), `null.Value[string]("a\n")`},
		{null.Value(level(3)), `null.Value[null_test.level](3)`},
		{null.Value([]int{1}), `null.Value[[]int]([]int{1})`},
	} {
		if got := fmt.Sprintf("%#v", tt.of); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}
