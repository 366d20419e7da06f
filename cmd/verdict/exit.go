package main

import (
	"github.com/verdict-lint/verdict/internal/command"
)

// This file has short names for the errors and exit codes of commands.

const (
	exitUsage   = command.ExitUsage
	exitFailure = command.ExitFailure
)

type (
	usageError = command.UsageError
	failure    = command.Failure
)

var errFindings = command.ErrFindings

func usagef(format string, args ...any) error { return command.Usagef(format, args...) }

func failuref(format string, args ...any) error { return command.Failuref(format, args...) }

func (p process) complain(err error) { command.Complain(p.stderr, err) }
