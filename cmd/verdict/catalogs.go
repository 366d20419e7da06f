package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/verdict-lint/verdict/internal/catalog"
	"github.com/verdict-lint/verdict/internal/config"
)

// This file loads the catalogs and directories of schemas that configurations name.

// catalogs are the catalogs of a run by the configuration that names them. They are loaded
// when the first file needs them.
type catalogs struct {
	known map[*config.Config]*catalog.Known
	files map[string]*catalog.Known // by path or URL
	packs []*catalog.Pack
}

// embeddedPack is a pack that is part of the program; see catalog_embed.go.
var embeddedPack []byte

// known returns the schemas of files that are known by name, for a file; nil if there are
// none. If they cannot be loaded, known sets failed.
func (s *settings) known(file string) *catalog.Known {
	c := s.config(file)
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.catalogs.known[c]
	if ok {
		return known
	}
	known, err := s.loadKnown(c)
	if err != nil && s.failed == nil {
		s.failed = err
	}
	if s.catalogs.known == nil {
		s.catalogs.known = make(map[*config.Config]*catalog.Known)
	}
	s.catalogs.known[c] = known
	return known
}

func (s *settings) loadKnown(c *config.Config) (*catalog.Known, error) {
	name, checksum := s.flags.catalog, ""
	if name == "" && c.Catalog != "" {
		name, checksum = c.Catalog, c.CatalogChecksum
		if !catalog.IsRemote(name) {
			name = shortest(c.Path(name))
		}
	}
	if known, ok := s.catalogs.files[name]; ok {
		return known, nil
	}
	known, pack, err := s.openKnown(name, checksum)
	if err != nil {
		return nil, err
	}
	if s.catalogs.files == nil {
		s.catalogs.files = make(map[string]*catalog.Known)
	}
	s.catalogs.files[name] = known
	if pack != nil {
		s.catalogs.packs = append(s.catalogs.packs, pack)
	}
	return known, nil
}

// openKnown opens the catalog at a path or URL, or "" for the one in the program, if any.
func (s *settings) openKnown(name, checksum string) (*catalog.Known, *catalog.Pack, error) {
	switch {
	case name == "" && len(embeddedPack) == 0:
		return nil, nil, nil
	case name == "":
		pack, err := catalog.ReadPack(embeddedPack)
		if err != nil {
			return nil, nil, fmt.Errorf("the catalog in the program: %w", err)
		}
		return pack.Known, pack, nil
	case !catalog.IsRemote(name):
		return catalog.OpenKnown(name, checksum)
	case s.fetch == nil:
		return nil, nil, fmt.Errorf("the catalog %s is not fetched; use --allow-remote, or verdict catalog sync to keep a copy", name)
	}
	document, _, err := s.fetch(name)
	if err != nil {
		return nil, nil, err
	}
	known, err := catalog.ParseKnown(document, ".")
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return known, nil, nil
}

// documents returns the packs and directories of schemas that the configurations of the run
// name. It is called after the configuration of every file has been loaded.
func (s *settings) documents() ([]*catalog.Pack, []catalog.Directory) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var dirs []catalog.Directory
	for _, path := range slices.Sorted(maps.Keys(s.byPath)) {
		c := s.byPath[path]
		for _, base := range slices.Sorted(maps.Keys(c.Resources)) {
			d := catalog.Directory{Base: base, Dir: c.Path(c.Resources[base])}
			if !strings.HasSuffix(base, "/") {
				d.Base += "/"
			}
			dirs = append(dirs, d)
		}
		for _, dir := range c.SchemaFolders {
			dirs = append(dirs, catalog.Directory{Dir: c.Path(dir)})
		}
	}
	for i := range dirs {
		dirs[i].Dir = shortest(filepath.Clean(dirs[i].Dir))
	}
	return s.catalogs.packs, dirs
}
