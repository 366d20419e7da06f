package null

// This file implements the interfaces of database/sql, log/slog and fmt. A database has no
// missing values: missing is written as NULL, and nothing is read as missing.

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"log/slog"
	"reflect"
)

// Scan implements [sql.Scanner]: it sets o to null if src is nil, and otherwise to src converted
// as [sql.Rows.Scan] does. If that fails, o is unchanged.
func (o *Or[T]) Scan(src any) error {
	if src == nil {
		o.SetNull()
		return nil
	}
	var v sql.Null[T]
	if err := v.Scan(src); err != nil {
		return err
	}
	o.Set(v.V)
	return nil
}

// Value implements [driver.Valuer]: nil if o is missing or null, so use State first if a missing
// value should leave a column unchanged. Use Get for the T.
func (o Or[T]) Value() (driver.Value, error) {
	if o.state != StateValue {
		return nil, nil
	}
	return driver.DefaultParameterConverter.ConvertValue(o.value)
}

// LogValue implements [slog.LogValuer]: the value, nil if o is null, and an empty group, which
// handlers leave out, if o is missing.
func (o Or[T]) LogValue() slog.Value {
	switch o.state {
	case StateMissing:
		return slog.GroupValue()
	case StateNull:
		return slog.AnyValue(nil)
	}
	return slog.AnyValue(o.value)
}

// GoString implements [fmt.GoStringer]: it returns o as a Go expression.
func (o Or[T]) GoString() string {
	name := reflect.TypeFor[T]().String()
	switch o.state {
	case StateMissing:
		return "null.Or[" + name + "]{}"
	case StateNull:
		return "null.Null[" + name + "]()"
	}
	return fmt.Sprintf("null.Value[%s](%#v)", name, o.value)
}
