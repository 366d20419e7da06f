package registry

// This file loads documents from files.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Files is a [Source] of the files of FS whose names end in ".json", in all directories. A file
// "shop/order.json" is the schema "shop/order". A file "shop/order@2.json" is its version "2"; the
// file without a number is the latest version; if there is none, it is the highest number.
//
// Files and directories whose names begin with a dot are ignored. Symbolic links are followed. A
// directory that is replaced by changing a symbolic link, as Kubernetes does for a ConfigMap, is read
// as a whole. A file that is written in place may be read half-written. If it does not compile, the
// previous schema remains until the next refresh.
//
// At most 10,000 files with a total of 256 MiB are allowed, in directories nested at most 32 deep.
type Files struct {
	FS fs.FS

	// Base is the URI of the root of FS, "registry:///" by default. It determines the URIs of
	// the documents.
	Base string

	// MaxBytes is the maximum size of a file, 16 MiB by default.
	MaxBytes int64

	maxTotal int64 // of all files; 256 MiB unless a test sets it
	last     []Document
}

// Dir returns [Files] of a directory. The registry polls it, by default every 30 seconds; see
// [WithInterval].
func Dir(path string) *Files { return &Files{FS: os.DirFS(path)} }

const (
	defaultMaxBytes = 16 << 20
	maxFiles        = 10_000
	maxDepth        = 32 // nested directories
	defaultMaxTotal = 256 << 20
	maxReads        = 5
)

// Load reads all files. If they change meanwhile, it reads them again until nothing changes, so that
// all are from the same time.
func (f *Files) Load(ctx context.Context) ([]Document, error) {
	if f.FS == nil {
		return nil, errors.New("the file system is nil")
	}
	for range maxReads {
		documents, err := f.read(ctx)
		if err != nil {
			return nil, err
		}
		same := slices.EqualFunc(f.last, documents, sameFile)
		f.last = documents
		if same {
			return documents, nil
		}
	}
	return nil, fmt.Errorf("the files still change after %d reads", maxReads)
}

func sameFile(a, b Document) bool {
	return a.URI == b.URI && bytes.Equal(a.Text, b.Text) && (a.Err == nil) == (b.Err == nil)
}

// read reads all files once.
func (f *Files) read(ctx context.Context) ([]Document, error) {
	r := fileReader{Files: f, ctx: ctx, left: cmp.Or(f.maxTotal, defaultMaxTotal)}
	err := r.dir(".")
	slices.SortStableFunc(r.documents, byVersion)
	return r.documents, err
}

// A fileReader reads all files up to the limits.
type fileReader struct {
	*Files
	ctx       context.Context
	documents []Document
	left      int64 // bytes
}

// dir reads the files of a directory and its subdirectories.
func (r *fileReader) dir(name string) error {
	if strings.Count(name, "/") >= maxDepth {
		return fmt.Errorf("%s is nested deeper than the limit of %d directories; does a symbolic link lead back to one above it?", name, maxDepth)
	}
	entries, err := fs.ReadDir(r.FS, name)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if err := r.entry(path.Join(name, entry.Name()), entry.Type()); err != nil {
			return err
		}
	}
	return nil
}

// entry reads a file, a directory, or the target of a symbolic link.
func (r *fileReader) entry(name string, mode fs.FileMode) error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	isDocument := path.Ext(name) == ".json"
	var err error
	if mode&fs.ModeSymlink != 0 {
		var info fs.FileInfo
		if info, err = fs.Stat(r.FS, name); err == nil {
			mode = info.Mode()
		}
	}
	switch {
	case err == nil && mode.IsDir():
		return r.dir(name)
	case !isDocument, err == nil && !mode.IsRegular(): // opening another kind of file may block
		return nil
	case len(r.documents) == maxFiles:
		return fmt.Errorf("there are more files than the limit of %d", maxFiles)
	}
	d := r.document(name)
	if d.Err = err; err == nil {
		d.Text, d.Err = r.readFile(name)
	}
	r.documents = append(r.documents, d)
	if r.left -= int64(len(d.Text)); r.left < 0 {
		return fmt.Errorf("the files are larger than the limit of %d bytes", cmp.Or(r.maxTotal, defaultMaxTotal))
	}
	return nil
}

// document returns the document of a file, without its text.
func (f *Files) document(name string) Document {
	d := Document{URI: cmp.Or(f.Base, "registry:///")}
	if !strings.HasSuffix(d.URI, "/") {
		d.URI += "/"
	}
	d.URI += (&url.URL{Path: name}).EscapedPath()
	d.Name = strings.TrimSuffix(name, ".json")
	if at := strings.LastIndexByte(d.Name, '@'); at > 0 && number(d.Name[at+1:]) > 0 {
		d.Name, d.Version = d.Name[:at], d.Name[at+1:]
	}
	return d
}

func (f *Files) readFile(name string) ([]byte, error) {
	file, err := f.FS.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // of reading only
	return readAtMost(file, cmp.Or(f.MaxBytes, defaultMaxBytes))
}

// readAtMost reads everything, or returns an error if that is more than a limit.
func readAtMost(r io.Reader, most int64) ([]byte, error) {
	most = min(most, math.MaxInt64-1) // reads one more byte than allowed
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		err = tooLarge(most)
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}

func tooLarge(most int64) error {
	return fmt.Errorf("the document is larger than the limit of %d bytes (MaxBytes)", most)
}

// number returns a positive number without leading zeros, or 0.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || strconv.Itoa(n) != text {
		return 0
	}
	return n
}

// byVersion compares documents by name and version; without a version is the latest.
func byVersion(a, b Document) int {
	if a.Name != b.Name {
		return cmp.Compare(a.Name, b.Name)
	}
	if a.Version == "" || b.Version == "" {
		return -cmp.Compare(a.Version, b.Version)
	}
	return cmp.Compare(number(a.Version), number(b.Version))
}
