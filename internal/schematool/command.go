package schematool

// The arguments of `verdict schema reflect` and `verdict schema enum`, read the
// same way from a command line and from a go:generate directive.

import (
	"strings"

	"github.com/spf13/pflag"
)

// A ReflectCommand is `verdict schema reflect PACKAGE TYPE`.
type ReflectCommand struct {
	Target
	Output string // as given, relative to Dir; empty stands for standard output
}

// Flags adds the flags of the command to fs.
func (c *ReflectCommand) Flags(fs *pflag.FlagSet) {
	fs.StringVarP(&c.Output, "output", "o", "", "write the document to `file` instead of standard output")
}

// Arguments takes what stands beside the flags.
func (c *ReflectCommand) Arguments(args []string) error {
	if len(args) != 2 {
		return usage("verdict schema reflect wants a package and a type, as in: verdict schema reflect ./internal/api Order")
	}
	c.Package, c.Type = args[0], args[1]
	return nil
}

// An EnumCommand is `verdict schema enum --type NAME[,NAME…] [DIRECTORY]`.
type EnumCommand struct {
	EnumTarget
}

// Flags adds the flags of the command to fs.
func (c *EnumCommand) Flags(fs *pflag.FlagSet) {
	fs.StringSliceVar(&c.Types, "type", nil, "list the constants of `NAME[,NAME…]`")
	fs.StringVarP(&c.Output, "output", "o", "", "write to `file` instead of <type>_enum.go")
}

// Arguments takes what stands beside the flags.
func (c *EnumCommand) Arguments(args []string) error {
	if len(args) > 1 {
		return usage("verdict schema enum wants one directory, not %d", len(args))
	}
	if len(args) == 1 {
		c.Dir = join(c.Dir, args[0])
	}
	if len(c.Types) == 0 {
		return usage("name the types to list, as in: verdict schema enum --type Category")
	}
	return nil
}

// LongFlags turns `-type` into `--type`: generators are customarily called with
// one dash (as stringer is), and a flag parser in the style of POSIX would take
// that for four flags.
func LongFlags(args []string) []string {
	out := make([]string, len(args))
	for i, arg := range args {
		if arg == "--" {
			copy(out[i:], args[i:])
			break
		}
		name, _, _ := strings.Cut(arg, "=")
		if name == "-type" || name == "-output" {
			arg = "-" + arg
		}
		out[i] = arg
	}
	return out
}
