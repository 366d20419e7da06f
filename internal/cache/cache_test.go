package cache

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
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
	s.Put("sparse", &Entry{Schemas: full.Schemas[1:]})
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	s = Open(dir, key)
	for path, want := range map[string]*Entry{"full": &full, "sparse": {Schemas: full.Schemas[1:]}} {
		got, ok := s.Lookup(path)
		if !ok {
			t.Errorf("%s is gone", path)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
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
	entry := filled[Entry](t)
	entry.Findings = EncodeFindings([]finding.Finding{filled[finding.Finding](t)})
	whole := encode([]named{{"a", &entry}, {"b", &Entry{Schemas: entry.Schemas}}}, key)
	if len(decode(whole, key)) != 2 {
		t.Fatal("the whole one is not readable")
	}
	if decode(whole, Key("other")) != nil {
		t.Error("the store of another key is taken")
	}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 0x40
		if decode(flipped, key) != nil {
			t.Errorf("damage at byte %d goes unseen", i)
		}
		if decode(whole[:i], key) != nil {
			t.Errorf("that %d bytes are not all goes unseen", i)
		}
	}
}

// Whatever the checksum says, the decoder does not panic, and makes nothing that
// is much larger than what it reads.
func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add(encode([]named{{"a", &Entry{Schemas: []Schema{{Name: "s"}}}}}, Hash{})[header:])
	f.Fuzz(func(t *testing.T, rest []byte) {
		if found := EncodeFindings(nil); found != "" {
			t.Fatal("no findings are no text")
		}
		for _, e := range decode(seal(rest), Hash(make([]byte, 32))) {
			if len(e.path) > len(rest) || len(e.Findings) > len(rest) {
				t.Errorf("%d bytes of path and %d of findings out of %d", len(e.path), len(e.Findings), len(rest))
			}
		}
		if found, ok := DecodeFindings(string(rest), "f"); ok && len(found) > len(rest) {
			t.Errorf("%d findings out of %d bytes", len(found), len(rest))
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
