package schematool

// This file parses the arguments of the commands below `verdict schema` that write files, in the
// same way for a command line and a go:generate directive.

import (
	"context"
	"strings"

	"github.com/spf13/pflag"

	"github.com/verdict-lint/verdict/internal/comments"
	"github.com/verdict-lint/verdict/internal/gocommand"
)

// A ReflectCommand is `verdict schema reflect PACKAGE TYPE`.
type ReflectCommand struct {
	Target
	Output string // as given, relative to Dir; "" for standard output
}

// Flags adds the flags of the command to fs.
func (c *ReflectCommand) Flags(fs *pflag.FlagSet) {
	fs.StringVarP(&c.Output, "output", "o", "", "write the document to `file` instead of standard output")
	fs.StringVar(&c.ID, "id", "", "give the document the `URI` as its $id")
	fs.StringVar(&c.Null, "null", "", "`style` of null: type, as in type: [T, \"null\"], or anyof (default type)")
}

// Arguments sets the arguments that are not flags.
func (c *ReflectCommand) Arguments(args []string) error {
	if len(args) != 2 {
		return usage("verdict schema reflect requires a package and a type, as in: verdict schema reflect ./internal/api Order")
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
	fs.StringSliceVar(&c.Types, "type", nil, "list the constants of the types of these `names`, separated by commas")
	fs.StringVarP(&c.Output, "output", "o", "", "write to `file` instead of <type>_enum.go")
}

// Arguments sets the arguments that are not flags.
func (c *EnumCommand) Arguments(args []string) error {
	if len(args) > 1 {
		return usage("verdict schema enum requires one directory, not %d", len(args))
	}
	if len(args) == 1 {
		c.Dir = join(c.Dir, args[0])
	}
	if len(c.Types) == 0 {
		return usage("name the types to list, as in: verdict schema enum --type Category")
	}
	return nil
}

// descriptionsFile is the default file of descriptions.
const descriptionsFile = "descriptions_gen.go"

// A DescribeCommand is `verdict schema describe [DIRECTORY]`.
type DescribeCommand struct {
	Dir    string // the directory of the package; "" for the working directory
	Output string // file to write, relative to Dir
}

// Flags adds the flags of the command to fs.
func (c *DescribeCommand) Flags(fs *pflag.FlagSet) {
	fs.StringVarP(&c.Output, "output", "o", descriptionsFile, "write to `file`")
}

// Arguments sets the arguments that are not flags.
func (c *DescribeCommand) Arguments(args []string) error {
	if len(args) > 1 {
		return usage("verdict schema describe requires one directory, not %d", len(args))
	}
	if len(args) == 1 {
		c.Dir = join(c.Dir, args[0])
	}
	return nil
}

// File returns the file to which the methods are written.
func (c *DescribeCommand) File() string { return join(c.Dir, c.Output) }

// Source returns the Go source of methods that return the doc comments.
func (c *DescribeCommand) Source() ([]byte, error) { return c.source(nil) }

func (c *DescribeCommand) source(overlay map[string][]byte) ([]byte, error) {
	dir, output := c.Dir, c.Output
	if dir == "" {
		dir = "."
	}
	if output == "-" {
		output = descriptionsFile // its methods must not be considered written by hand
	}
	source, err := comments.SourceOver(dir, output, overlay)
	if err != nil {
		if cause := gocommand.Explain(context.Background(), dir, "."); cause != nil {
			return nil, cause
		}
	}
	return source, err
}

// LongFlags converts `-type` to `--type`: generators are customarily called with one dash (as stringer
// is), and a POSIX flag parser would read that for four flags.
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
