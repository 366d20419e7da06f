package git

import "testing"

func TestChangedLinesOfADiff(t *testing.T) {
	const diff = `diff --git a.json a.json
index 1..2 100644
--- a.json
+++ a.json
@@ -2 +2 @@ {
--- looks like a header
+++ looks like a header
@@ -10,0 +11,3 @@
+x
+y
+z
@@ -20,2 +23,0 @@
-p
-q
diff --git with blank.json with blank.json
--- with blank.json	
+++ with blank.json	
@@ -1 +1 @@
-a
+b
\ No newline at end of file
diff --git "a \"quoted\" one.json" "a \"quoted\" one.json"
--- "a \"quoted\" one.json"
+++ "a \"quoted\" one.json"
@@ -5 +5 @@
-a
+b
diff --git new new
--- new
+++ new
@@ -1 +1 @@
-Subproject commit 1
+Subproject commit 2
`
	changes := &Changes{here: "below", files: make(map[string][]span)}
	changes.read([]byte(diff))
	changes.readIndex([]byte("H 100644 1 0\tother.json\x00H 100644 2 0\tbelow/a.json\x00H 100644 3 0\ta.json\x00" +
		"H 100644 3 0\twith blank.json\x00H 160000 4 0\told\x00H 160000 5 0\tnew\x00"))
	tests := []struct {
		path        string
		first, last int
		want        bool
	}{
		{"../a.json", 1, 1, false},
		{"../a.json", 2, 2, true},
		{"../a.json", 1, 3, true},
		{"../a.json", 10, 10, false},
		{"../a.json", 13, 13, true},
		{"../a.json", 14, 22, false},
		{"../a.json", 23, 23, true},
		{"../a.json", 24, 24, true},
		{"../a.json", 25, 99, false},
		{"../with blank.json", 1, 1, true},
		{`../a "quoted" one.json`, 5, 5, true},
		{"../other.json", 1, 99, false},
		{"a.json", 1, 99, false},
		{"../below/../a.json", 2, 2, true},
		{"../../elsewhere/a.json", 7, 7, true},
		{"unknown.json", 7, 7, true},
		{"../old/a.json", 7, 7, false},
		{"../new/deep/a.json", 7, 7, true},
	}
	for _, test := range tests {
		if got := changes.Touch(test.path, test.first, test.last); got != test.want {
			t.Errorf("%s:%d-%d is changed: %v, want %v", test.path, test.first, test.last, got, test.want)
		}
	}
}
