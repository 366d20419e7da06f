package cache

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/verdict-lint/verdict/internal/finding"
)

// fill sets every field of a value to something that is not zero, so that one
// that is not stored is missed.
func fill(t *testing.T, v reflect.Value, n *int64) {
	t.Helper()
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(-*n)
	case reflect.Uint8:
		v.SetUint(uint64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), n)
		}
	default:
		t.Fatalf("a field of kind %s: teach the test and the codec about it", v.Kind())
	}
}

func filled[T any](t *testing.T) T {
	var value T
	n := int64(0)
	fill(t, reflect.ValueOf(&value).Elem(), &n)
	return value
}

func TestEveryFieldOfAFindingIsStored(t *testing.T) {
	want := []finding.Finding{filled[finding.Finding](t), {File: "text 2"}}
	want[0].File = "text 2"
	got, ok := DecodeFindings(EncodeFindings(want), "text 2")
	if !ok {
		t.Fatal("not readable")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryFieldOfAnEntryIsStored(t *testing.T) {
	dir, key := filepath.Join(t.TempDir(), "made", "when needed"), Key("a", "b")
	s := Open(dir, key)
	full := filled[Entry](t)
	s.Put("full", &full)
	sparse := Entry{Mark: Mark{Schemas: full.Schemas[1:]}}
	s.Put("sparse", &sparse)
	listing := filled[Listing](t)
	s.PutListing("directory", &listing)
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	s = Open(dir, key)
	for path, want := range map[string]*Entry{"full": &full, "sparse": &sparse} {
		got, ok := s.Lookup(path)
		if !ok {
			t.Errorf("%s is gone", path)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	if got, ok := s.Listing("directory"); !ok || *got != listing {
		t.Errorf("the directory is %+v", got)
	}
	if ignored, err := os.ReadFile(filepath.Join(dir, ".gitignore")); err != nil || string(ignored) != "*\n" {
		t.Errorf("git does not ignore the cache: %q, %v", ignored, err)
	}
}

func TestPartsOfAKeyAreNotRunTogether(t *testing.T) {
	if Key("a", "bc") == Key("ab", "c") || Key("a") == Key("a", "") {
		t.Error("two keys are one")
	}
}

func TestADamagedStoreIsAsGoodAsNone(t *testing.T) {
	key := Key("k")
	entry, listing := filled[Entry](t), filled[Listing](t)
	entry.Findings = EncodeFindings([]finding.Finding{filled[finding.Finding](t)})
	whole := encode(
		[]named[Entry]{{"a", &entry}, {"b", &Entry{Mark: Mark{Schemas: entry.Schemas}}}},
		[]named[Listing]{{"d", &listing}}, key)
	open := func(content []byte, key Hash) (files, directories int) {
		f, d, err := read(bytes.NewReader(content), int64(len(content)), key)
		if (err == nil) != (f.len()+d.len() > 0) {
			t.Errorf("%d files, %d directories and the error %v", f.len(), d.len(), err)
		}
		return f.len(), d.len()
	}
	if files, directories := open(whole, key); files != 2 || directories != 1 {
		t.Fatal("the whole one is not readable")
	}
	if files, directories := open(whole, Key("other")); files+directories != 0 {
		t.Error("the store of another key is taken")
	}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 0x40
		if files, directories := open(flipped, key); files+directories != 0 {
			t.Errorf("damage at byte %d goes unseen", i)
		}
		if files, directories := open(whole[:i], key); files+directories != 0 {
			t.Errorf("that %d bytes are not all goes unseen", i)
		}
	}
}

// Whatever the checksum says, the decoder does not panic, and makes nothing that
// is much larger than what it reads.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add(encode(
		[]named[Entry]{{"a", &Entry{Mark: Mark{Schemas: []Schema{{Name: "s"}}}}}},
		[]named[Listing]{{"d", &Listing{Children: "fa\x00"}}}, Hash{})[header:])
	f.Fuzz(func(t *testing.T, rest []byte) {
		if found := EncodeFindings(nil); found != "" {
			t.Fatal("no findings are no text")
		}
		size := len(rest)
		files, directories, _ := decode(string(rest), Hash{})
		entries := cursor[Entry]{shelf: &files}
		for i := range files.len() {
			for _, code := range []func(coder, *Entry){files.key, files.whole} {
				path, e, _ := entries.at(i, code)
				if len(path) > size || len(e.Findings) > size {
					t.Errorf("%d bytes of path and %d of findings out of %d", len(path), len(e.Findings), size)
				}
				files.lookup(path)
			}
		}
		listings := cursor[Listing]{shelf: &directories}
		for i := range directories.len() {
			_, l, _ := listings.at(i, directories.whole)
			names := 0
			for c := range l.Children.All() {
				names += 1 + len(c.Name)
			}
			if names > size {
				t.Errorf("%d bytes of names out of %d", names, size)
			}
		}
		if found, ok := DecodeFindings(string(rest), "f"); ok && len(found) > size {
			t.Errorf("%d findings out of %d bytes", len(found), size)
		}
	})
}

func TestWhatIsGoneIsForgotten(t *testing.T) {
	t.Chdir(t.TempDir())
	key := Key()
	for _, name := range []string{"stays", "changes", "goes"} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := Open("cache", key)
	for _, name := range []string{"stays", "changes", "goes"} {
		s.Put(name, &Entry{})
	}
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove("goes"); err != nil {
		t.Fatal(err)
	}
	s = Open("cache", key)
	s.Put("changes", &Entry{Result: Result{Payloads: 1}})
	s.Put("changes", &Entry{Result: Result{Payloads: 2}})
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	s = Open("cache", key)
	if _, ok := s.Lookup("goes"); ok {
		t.Error("what is gone is known")
	}
	if _, ok := s.Lookup("stays"); !ok {
		t.Error("what was not looked at is forgotten")
	}
	if e, ok := s.Lookup("changes"); !ok || e.Payloads != 2 {
		t.Errorf("what has changed is %+v", e)
	}
}

func TestFilesAreFoundInWhateverOrder(t *testing.T) {
	dir, key := t.TempDir(), Key()
	s := Open(dir, key)
	const n = 300
	path := func(i int) string { return fmt.Sprintf("%03d", i) }
	for i := range n {
		i = i * 7 % n
		s.Put(path(i), &Entry{Mark: Mark{Schemas: []Schema{{Name: fmt.Sprint(i % 5)}}}, Result: Result{Payloads: i}})
	}
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	s = Open(dir, key)
	cursor := s.Cursor()
	for _, step := range []int{1, 2, 7, n - 1} {
		for i := range n {
			i = i * step % n
			mark, number, ok := cursor.Lookup(path(i))
			if !ok || len(mark.Schemas) != 1 || mark.Schemas[0].Name != fmt.Sprint(i%5) {
				t.Fatalf("step %d: file %d is %+v, %t", step, i, mark, ok)
			}
			if e, ok := cursor.At(number); !ok || e.Payloads != i {
				t.Fatalf("step %d: file %d is %+v, %t", step, i, e, ok)
			}
		}
	}
	for _, absent := range []string{"", "0000", "1", "300"} {
		if _, _, ok := cursor.Lookup(absent); ok {
			t.Errorf("%q was found", absent)
		}
	}
}

func TestWhatIsInADirectoryIsRemembered(t *testing.T) {
	want := []Child{{"a.json", File}, {"b", Directory}, {"c\n.json", Link}}
	children := ChildrenOf(want)
	if got := slices.Collect(children.All()); !slices.Equal(got, want) || children.Len() != len(want) {
		t.Errorf("%d: %q", children.Len(), got)
	}
	for range children.All() {
		break
	}
	if none := ChildrenOf(nil); none.Len() != 0 || len(slices.Collect(none.All())) != 0 {
		t.Errorf("there is something in %q", none)
	}
}

// A report that every run writes into a directory makes that look changed each time.
func TestForTheTimeOfADirectoryAloneNothingIsWritten(t *testing.T) {
	t.Chdir(t.TempDir())
	key := Key()
	put := func(modified int64, children ...Child) []byte {
		t.Helper()
		s := Open("cache", key)
		s.PutListing(".", &Listing{Sighting{Stamp{Modified: modified}, true}, ChildrenOf(children)})
		if err := s.Save(); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(s.path)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	first := put(1, Child{"a", File})
	if again := put(2, Child{"a", File}); !bytes.Equal(first, again) {
		t.Error("the store was written")
	}
	if other := put(2, Child{"b", File}); bytes.Equal(first, other) {
		t.Error("the store was not written")
	}
	if l, ok := Open("cache", key).Listing("."); !ok || l.Stamp.Modified != 2 {
		t.Errorf("the directory is %+v", l)
	}
}

func TestOnlyADirectoryThatHasNotJustChangedIsTrusted(t *testing.T) {
	dir := t.TempDir()
	if seen := SeeDirectory(dir); seen != (Sighting{}) {
		t.Errorf("%+v, a moment after it was made", seen)
	}
	if seen := SeeDirectory(filepath.Join(dir, "nothing")); seen != (Sighting{}) {
		t.Errorf("what is not there is %+v", seen)
	}
	time.Sleep(2 * fineGrain)
	seen := SeeDirectory(dir)
	if !seen.Trusted {
		t.Skip("this is about directories that are trusted, and on this file system, or off Linux, none ever is")
	}
	if now, err := Look(dir); err != nil || now != seen.Stamp {
		t.Errorf("%+v and %+v, %v", seen, now, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if now, err := Look(dir); err != nil || now == seen.Stamp {
		t.Errorf("a new file leaves no trace: %+v, %v", now, err)
	}
}

func TestStoresThatNobodyUsesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	stale, other := filepath.Join(dir, "0"+extension), filepath.Join(dir, "other")
	long := time.Now().Add(-2 * maxAge)
	for _, name := range []string{stale, other} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	s := Open(dir, Key())
	s.Put("a", &Entry{})
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	if exists(stale) || !exists(other) {
		t.Errorf("the stale store is there: %t, the file of somebody else: %t", exists(stale), exists(other))
	}
}

func TestAFileThatHasJustChangedIsNotTrusted(t *testing.T) {
	now := time.Date(2024, 5, 1, 12, 0, 0, 500_000_000, time.UTC)
	for _, c := range []struct {
		name              string
		modified, changed time.Duration // before now
		want              bool
	}{
		{"long ago", time.Hour + time.Millisecond, 0, true},
		{"just now", time.Millisecond, 0, false},
		{"within a tick", 50 * time.Millisecond, 0, false},
		{"a while ago", 300 * time.Millisecond, 0, true},
		{"in the future", -time.Hour, 0, false},
		{"in a full second of late, as where only seconds are counted", 1500 * time.Millisecond, 0, false},
		{"in a full second long ago", 2500 * time.Millisecond, 0, true},
		{"set back just now", time.Hour + time.Millisecond, time.Millisecond, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Stamp{Modified: now.Add(-c.modified).UnixNano()}
			if c.changed != 0 {
				s.Changed = now.Add(-c.changed).UnixNano()
			}
			if got := s.trusted(now); got != c.want {
				t.Errorf("trusted is %t", got)
			}
		})
	}
}

func TestBothWaysToLookAtAFileAgree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, []byte("content"), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Look(path); err != nil || got != StampOf(info) || got.Size != 7 {
		t.Errorf("%+v and %+v, %v", got, StampOf(info), err)
	}
	if _, err := Look(path + "x"); err == nil {
		t.Error("a file that is not there was seen")
	}
	if dir, err := os.Stat(filepath.Dir(path)); err != nil || See(dir) != (Sighting{}) {
		t.Error("a directory is no file")
	}
}
