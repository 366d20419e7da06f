package syntax

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/verdict-lint/verdict/internal/format"
	"github.com/verdict-lint/verdict/internal/lazyregexp"
)

// This file converts scalars of TOML to JSON. Numbers keep their digits; dates and times become
// strings in the form of RFC 3339.

// scalar sets the JSON of a node. wrong describes what is wrong with a text that the parser accepts
// although it is not a value.
func (n *tomlNode) scalar(kind unstable.Kind, text []byte) (wrong excerpt) {
	switch kind {
	case unstable.String:
		n.json = Quote(string(text))
	case unstable.Bool:
		n.json = string(text)
	case unstable.Integer, unstable.Float:
		return n.number(string(text))
	default:
		n.locked = true // it would become a string
		return n.dateTime(string(text))
	}
	return excerpt{}
}

// number sets the JSON of an integer or float.
func (n *tomlNode) number(text string) (wrong excerpt) {
	unsigned := strings.TrimLeft(text, "+-")
	switch {
	case unsigned == "inf", unsigned == "nan":
		n.special = true
		n.json = notFinite("." + unsigned)
		if text == "-inf" {
			n.json = "-" + infinity
		}
	case len(unsigned) > 1 && unsigned[0] == '0' && strings.IndexByte("xob", unsigned[1]) >= 0:
		if len(text) > maxBasedDigits {
			wrong := fmt.Sprintf("the number has more than %d digits", maxBasedDigits)
			return excerpt{wrong, wrong}
		}
		value, _ := new(big.Int).SetString(text, 0) // it accepts the underscores of TOML
		n.json = value.String()
	default:
		n.json = strings.ReplaceAll(strings.TrimPrefix(text, "+"), "_", "")
	}
	return excerpt{}
}

// tomlDateTime matches what the parser accepts as a date or time. The parser also checks the ranges
// of the numbers.
var tomlDateTime = lazyregexp.New(`^(\d{4}-\d\d-\d\d)?(?:(^|[Tt ])(\d\d:\d\d)(:\d\d(?:\.\d+)?)?([Zz]|[-+]\d\d:\d\d)?)?$`)

// dateTime sets the JSON of a date, a time or both: a string with T between them, with seconds,
// and with Z in upper case. Without an offset, only a date has a format of JSON Schema.
func (n *tomlNode) dateTime(text string) (wrong excerpt) {
	wrong = excerpt{fmt.Sprintf("%.40q is not a valid date or time", text), "this is not a valid date or time"}
	part := tomlDateTime().FindStringSubmatch(text)
	if part == nil {
		const help = "; put it in quotes if it is text"
		return excerpt{wrong.text + help, wrong.redacted + help}
	}
	date, clock, seconds, offset := part[1], part[3], part[4], strings.ToUpper(part[5])
	if clock != "" && seconds == "" {
		seconds = ":00"
	}
	written, name := date+clock+seconds+offset, "date-time"
	switch {
	case clock == "":
		name = "date"
	case date == "":
		name = "time"
	default:
		written = date + "T" + clock + seconds + offset
	}
	checked := written
	if clock != "" && offset == "" {
		checked += "Z"
	}
	if why := format.Explain(name, []byte(checked), nil); why != "" || date == "" && offset != "" {
		wrong.text += ": " + why
		return wrong
	}
	n.json = Quote(written)
	return excerpt{}
}
