package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/shard"
)

// This file divides the files of a run.

// cut returns the part of the files that --shard names. Uncompressed NDJSON is divided by lines, and other
// files belong to one shard each.
func (f *lintFlags) cut(inputs []files.Input) ([]files.Input, error) {
	if f.shard == "" {
		return inputs, nil
	}
	which, err := shard.Parse(f.shard)
	if err != nil {
		return nil, usagef("--shard %w", err)
	}
	sizes := make([]shard.Input, len(inputs))
	for i := range inputs {
		in := &inputs[i]
		info, err := os.Stat(filepath.FromSlash(in.Path))
		if err == nil && !info.Mode().IsRegular() {
			err = errors.New("cannot be divided into shards, because it is not a regular file")
		}
		if err != nil {
			return nil, failure{Err: files.Describe(in.Path, err)}
		}
		sizes[i] = shard.Input{Size: info.Size(), Splits: in.Syntax == files.Lines && in.Compression == files.Uncompressed}
	}
	var part []files.Input
	for _, piece := range which.Cut(sizes) {
		in := inputs[piece.Input]
		if !piece.Whole() {
			in.From, in.To = piece.From, piece.To
		}
		part = append(part, in)
	}
	return part, nil
}
