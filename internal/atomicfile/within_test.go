package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestWithinFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	root := filepath.Join(dir, "root")
	err := errors.Join(os.MkdirAll(filepath.Join(root, "sub"), 0o755), os.Mkdir(filepath.Join(dir, "other"), 0o755),
		os.WriteFile(filepath.Join(dir, "other", "file"), nil, 0o644))
	if err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"dir": "../other", "file": "../other/file", "nothing": "../other/new", "back": "../root/sub", "chain": "dir", "dot": ".git",
	} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Skipf("this system does not allow links: %v", err)
		}
	}
	if err := os.Symlink(root, filepath.Join(dir, "alias")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		"a": true, "sub/a": true, "new/a": true, "sub/../a": true, "back/a": true, "..a": true, "../alias/a": true,
		"../a": false, "sub/../../a": false, "../rooted/a": false, "": false, ".": false,
		"dir/a": false, "dir": false, "file": false, "nothing": false, "chain/a": false, "chain/new/a": false,
		".git/config": false, "sub/.git/hooks/post-checkout": false, ".git": false, "dot": false, "dot/a": false,
	} {
		if err := Within(root, root+"/"+path); (err == nil) != want {
			t.Errorf("%q: %v", path, err)
		}
	}
	if err := Within(filepath.Join(dir, "alias"), filepath.Join(root, "a")); err != nil {
		t.Error(err)
	}
}
