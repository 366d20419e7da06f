package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestReplaceKeepsTheMetadataOfAFile(t *testing.T) {
	for _, test := range []struct {
		name string
		root bool // only the superuser can create such a file
		make func(path string) error
		same func(a, b *unix.Stat_t) bool
	}{
		{"mode", false, func(path string) error { return unix.Chmod(path, 0o751) },
			func(a, b *unix.Stat_t) bool { return a.Mode == b.Mode }},
		{"setuid, setgid and sticky", false, func(path string) error { return unix.Chmod(path, 0o7755) },
			func(a, b *unix.Stat_t) bool { return a.Mode == b.Mode && a.Mode&0o7000 == 0o7000 }},
		{"owner and group", true, func(path string) error { return unix.Chown(path, 65534, 12) },
			func(a, b *unix.Stat_t) bool { return b.Uid == 65534 && b.Gid == 12 }},
		{"owner, group and setuid", true, func(path string) error {
			return errors.Join(unix.Chown(path, 65534, 12), unix.Chmod(path, 0o4755))
		}, func(a, b *unix.Stat_t) bool { return b.Uid == 65534 && a.Mode == b.Mode && a.Mode&0o4000 != 0 }},
		{"hard links", false, func(path string) error { return os.Link(path, path+".link") },
			func(a, b *unix.Stat_t) bool { return a.Ino == b.Ino && b.Nlink == 2 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.root && os.Getuid() != 0 {
				t.Skip("only the superuser can change the owner of a file")
			}
			p := newPlace(t, func(t *testing.T, path string) {
				if err := test.make(path); err != nil {
					t.Fatal(err)
				}
			})
			var was, is unix.Stat_t
			err := errors.Join(unix.Stat(p.path, &was), Replace(p.path, []byte(before), []byte(after)), unix.Stat(p.path, &is))
			if err != nil || !test.same(&was, &is) || p.content() != after {
				t.Errorf("%v; %+v became %+v; it holds %s", err, was, is, p.content())
			}
		})
	}
}

func TestReplaceKeepsExtendedAttributesAndAccessControlLists(t *testing.T) {
	acl := []byte{2, 0, 0, 0,
		1, 0, 6, 0, 255, 255, 255, 255, // the owner: rw
		2, 0, 4, 0, 254, 255, 0, 0, // user 65534: r
		4, 0, 4, 0, 255, 255, 255, 255, // the group: r
		16, 0, 4, 0, 255, 255, 255, 255, // the mask: r
		32, 0, 0, 0, 255, 255, 255, 255} // others: nothing
	for name, value := range map[string][]byte{"user.note": []byte("mine"), "user.empty": {}, "system.posix_acl_access": acl} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t, func(t *testing.T, path string) {
				if err := unix.Setxattr(path, name, value, 0); err != nil {
					t.Skipf("this file system keeps no %s: %v", name, err)
				}
			})
			if err := Replace(p.path, []byte(before), []byte(after)); err != nil || p.content() != after {
				t.Fatalf("%v; it holds %s", err, p.content())
			}
			got := make([]byte, 256)
			n, err := unix.Getxattr(p.path, name, got)
			if err != nil || string(got[:n]) != string(value) {
				t.Errorf("it has %q, %v", got[:max(n, 0)], err)
			}
		})
	}
}

func TestReplaceTakesNoAccessControlListFromTheDirectory(t *testing.T) {
	acl := []byte{2, 0, 0, 0, 1, 0, 6, 0, 255, 255, 255, 255, 2, 0, 6, 0, 254, 255, 0, 0, 4, 0, 4, 0, 255, 255, 255, 255,
		16, 0, 6, 0, 255, 255, 255, 255, 32, 0, 0, 0, 255, 255, 255, 255}
	p := newPlace(t, ways[0].make)
	if err := unix.Setxattr(filepath.Dir(p.path), "system.posix_acl_default", acl, 0); err != nil {
		t.Skipf("this file system keeps no access control lists: %v", err)
	}
	if err := Replace(p.path, []byte(before), []byte(after)); err != nil {
		t.Fatal(err)
	}
	if n, err := unix.Getxattr(p.path, "system.posix_acl_access", nil); err == nil {
		t.Errorf("it has one of %d bytes", n)
	}
}

func TestAFileIsOverwrittenIfItsDirectoryIsReadOnly(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("the superuser writes any directory")
	}
	p := newPlace(t, ways[0].make)
	if err := os.Chmod(filepath.Dir(p.path), 0o500); err != nil {
		t.Fatal(err)
	}
	err := Replace(p.path, []byte(before), []byte(after))
	if err := os.Chmod(filepath.Dir(p.path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err != nil || p.content() != after || len(p.left()) > 0 {
		t.Errorf("%v; it holds %s; left: %q", err, p.content(), p.left())
	}
}

func TestAReadOnlyFileIsLeftAlone(t *testing.T) {
	p := newPlace(t, func(t *testing.T, path string) {
		if err := os.Chmod(path, 0o444); err != nil {
			t.Fatal(err)
		}
	})
	for _, err := range []error{Replace(p.path, []byte(before), []byte(after)), Write(p.path, []byte(after))} {
		if !errors.Is(err, ErrReadOnly) && !errors.Is(err, fs.ErrPermission) {
			t.Errorf("got %v", err)
		}
	}
	if p.content() != before || len(p.left()) > 0 {
		t.Errorf("it holds %s; left: %q", p.content(), p.left())
	}
}

func TestALinkToNothingLeadsToTheNewFile(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink("target", link); err != nil {
		t.Fatal(err)
	}
	if err := Write(link, []byte(after)); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(filepath.Join(dir, "target")); err != nil || string(content) != after {
		t.Errorf("the target holds %s, %v", content, err)
	}
	if target, err := os.Readlink(link); err != nil || target != "target" {
		t.Errorf("the link leads to %s, %v", target, err)
	}
}
