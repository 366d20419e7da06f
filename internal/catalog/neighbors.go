package catalog

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"
)

// filesURI is the beginning of the URIs of files.
const filesURI = "file:///"

// neighbors is the file system for a schema file: every file can be read, but only the JSON
// files of the schema's own directory are listed. So a schema in this directory is found by its
// $id, without the network.
type neighbors struct {
	dir  string // as in a file URI, without the first slash
	find func(uri string) ([]byte, error)
}

// filePathOf returns the path of a file URI, without the first slash.
func filePathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Path, "/")
}

// ReadFile reads a file of any directory.
func (n *neighbors) ReadFile(name string) ([]byte, error) {
	return n.find(filesURI + (&url.URL{Path: name}).EscapedPath())
}

// ReadDir lists the way to the directory, and the files in it.
func (n *neighbors) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != n.dir {
		next, ok := n.towards(name)
		if !ok {
			return nil, nil
		}
		info, err := os.Stat(n.path(path.Join(name, next)))
		if err != nil {
			return nil, err
		}
		return []fs.DirEntry{named{fs.FileInfoToDirEntry(info), next}}, nil
	}
	all, err := os.ReadDir(n.path(name))
	if err != nil {
		return nil, err
	}
	var files []fs.DirEntry
	for _, entry := range all {
		if !strings.HasSuffix(entry.Name(), ".json") {
			continue
		}
		// A link counts if its target is a regular file.
		if info, err := os.Stat(n.path(path.Join(name, entry.Name()))); err == nil && info.Mode().IsRegular() {
			files = append(files, named{fs.FileInfoToDirEntry(info), entry.Name()})
		}
	}
	return files, nil
}

// towards returns the directory in the named one that leads to the schema's own.
func (n *neighbors) towards(name string) (next string, ok bool) {
	rest := n.dir
	if name != "." {
		if rest, ok = strings.CutPrefix(n.dir, name+"/"); !ok {
			return "", false
		}
	}
	next, _, _ = strings.Cut(rest, "/")
	return next, next != "" && next != "."
}

func (n *neighbors) path(name string) string {
	return filePath(&url.URL{Path: "/" + name})
}

// Stat is for the directory at which the listing begins.
func (n *neighbors) Stat(name string) (fs.FileInfo, error) {
	if name == "." {
		return os.Stat(n.path(n.dir))
	}
	return os.Stat(n.path(name))
}

// Open is there for [fs.FS]; files are read by [neighbors.ReadFile].
func (n *neighbors) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: errors.ErrUnsupported}
}

// named is an entry under the name that a link to it has.
type named struct {
	fs.DirEntry
	name string
}

func (n named) Name() string { return n.name }
