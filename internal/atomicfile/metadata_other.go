//go:build !linux

package atomicfile

import (
	"errors"
	"os"
)

// copyMetadata always fails: the access control lists of these systems cannot be copied
// with the system calls that Go has. Files that exist are overwritten in place.
func copyMetadata(_, _ *os.File) error { return errors.ErrUnsupported }

// openUnnamed is not supported.
func openUnnamed(string, os.FileMode) (*os.File, error) { return nil, errors.ErrUnsupported }

func linkUnnamed(*os.File, string) error { return errors.ErrUnsupported }

// exchange is supported by some systems but not used.
func exchange(string, string) error { return errors.ErrUnsupported }
