package ndjson

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
)

// This file opens files in the middle, for which Beam's file systems have no function.

// An OpenRange opens a file at an offset. The caller closes the reader.
type OpenRange func(ctx context.Context, path string, offset int64) (io.ReadCloser, error)

var ranges = make(map[string]OpenRange)

// RegisterRange sets how the files of a scheme, such as "gs", are opened in the middle. It must be
// called from an init function. Files of other schemes are opened by Beam's file system; if its
// readers do not implement [io.Seeker], what comes before the offset is read and discarded.
func RegisterRange(scheme string, open OpenRange) {
	if _, ok := ranges[scheme]; ok {
		panic(fmt.Sprintf("ndjson: RegisterRange: scheme %q is already registered", scheme))
	}
	ranges[scheme] = open
}

// openAt opens a file at an offset.
func openAt(ctx context.Context, path string, offset int64) (io.ReadCloser, error) {
	scheme, _, _ := strings.Cut(path, "://")
	if open, ok := ranges[scheme]; ok && offset > 0 {
		return open(ctx, path, offset)
	}
	system, err := filesystem.New(ctx, path)
	if err != nil {
		return nil, err
	}
	defer system.Close()
	file, err := system.OpenRead(ctx, path)
	if err != nil || offset == 0 {
		return file, err
	}
	if seeker, ok := file.(io.Seeker); ok {
		_, err = seeker.Seek(offset, io.SeekStart)
	} else {
		_, err = io.CopyN(io.Discard, file, offset)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}
