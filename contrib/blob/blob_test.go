package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	gocloud "gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"github.com/verdict-lint/verdict"
	"github.com/verdict-lint/verdict/contrib/blob"
	"github.com/verdict-lint/verdict/internal/filter"
	"github.com/verdict-lint/verdict/internal/shard"
)

// A store is a bucket for tests.
type store struct {
	opener *blob.Opener
	bucket *gocloud.Bucket // the same, for writing
	base   string          // the URL of the bucket, with a / at its end
	query  string          // parameters for its URLs, with ? if there are any
}

func (s *store) url(pattern string) string { return s.base + pattern + s.query }

// put writes an object.
func (s *store) put(t *testing.T, key string, content []byte) {
	t.Helper()
	s.putEncoded(t, key, content, "")
}

// putEncoded writes an object with the header Content-Encoding.
func (s *store) putEncoded(t *testing.T, key string, content []byte, encoding string) {
	t.Helper()
	if err := s.bucket.WriteAll(t.Context(), key, content, &gocloud.WriterOptions{ContentEncoding: encoding}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.bucket.Delete(context.Background(), key) }) // an object may be written twice
}

// find returns the objects of a URL.
func (s *store) find(t *testing.T, pattern string) []*blob.Object {
	t.Helper()
	objects, err := s.opener.Find(t.Context(), s.url(pattern))
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// A shared bucket is opened by several URLs.
type shared struct{ *gocloud.Bucket }

func (s shared) OpenBucketURL(context.Context, *url.URL) (*gocloud.Bucket, error) {
	return s.Bucket, nil
}

// eachStore runs a test with a bucket in memory, one of files, and one of an S3 server. BLOB_TEST_BUCKETS
// names further buckets, such as those of emulators, by URLs separated by spaces.
func eachStore(t *testing.T, test func(t *testing.T, s *store)) {
	run := func(name string, open func(t *testing.T) *store) {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() { s.opener.Close() })
			test(t, s)
		})
	}
	run("mem", func(t *testing.T) *store {
		bucket := memblob.OpenBucket(nil)
		mux := new(gocloud.URLMux)
		mux.RegisterBucket("mem", shared{bucket})
		return &store{&blob.Opener{Parallel: 3, PartSize: 5000, Mux: mux}, bucket, "mem://records/", ""}
	})
	run("file", func(t *testing.T) *store {
		base := "file://" + filepath.ToSlash(t.TempDir())
		return &store{&blob.Opener{Parallel: 3, PartSize: 5000}, open(t, base+"?no_tmp_dir=1&metadata=skip"), base + "/", ""}
	})
	run("s3", func(t *testing.T) *store {
		query := "?" + startS3(t).Encode()
		return &store{&blob.Opener{Parallel: 3, PartSize: 5000}, open(t, "s3://records"+query), "s3://records/", query}
	})
	for _, bucket := range strings.Fields(os.Getenv("BLOB_TEST_BUCKETS")) {
		base, query, _ := strings.Cut(bucket, "?")
		run(base, func(t *testing.T) *store {
			s := &store{&blob.Opener{Parallel: 3, PartSize: 5000}, open(t, bucket), base + "/", ""}
			if query != "" {
				s.query = "?" + query
			}
			return s
		})
	}
}

func open(t *testing.T, bucket string) *gocloud.Bucket {
	b, err := gocloud.OpenBucket(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func TestAPatternFindsObjectsInOrder(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		for _, key := range []string{"b.ndjson", "a.ndjson", "a-2.ndjson", "x/a.ndjson", "x/y/a.ndjson.gz", "x/note"} {
			s.put(t, key, []byte(strings.Repeat("1\n", len(key))))
		}
		for pattern, want := range map[string]string{
			"*.ndjson":        "a-2.ndjson a.ndjson b.ndjson",
			"a*":              "a-2.ndjson a.ndjson",
			"**/a.ndjson*":    "a.ndjson x/a.ndjson x/y/a.ndjson.gz",
			"x/*":             "x/a.ndjson x/note",
			"{b,x/a}.ndjson":  "b.ndjson x/a.ndjson",
			"[ab].ndjson":     "a.ndjson b.ndjson",
			"x/y/a.ndjson.gz": "x/y/a.ndjson.gz",
			"x/%61%2Endjson":  "x/a.ndjson",
		} {
			var names []string
			for _, object := range s.find(t, pattern) {
				key := strings.TrimPrefix(object.Name(), s.base)
				if names = append(names, key); object.Size() != int64(2*len(key)) {
					t.Errorf("%s has %d bytes", object.Name(), object.Size())
				}
			}
			if got := strings.Join(names, " "); got != want {
				t.Errorf("%s: %s, want %s", pattern, got, want)
			}
		}
		for _, pattern := range []string{"*.json", "none.ndjson", "x/y/z/*", "y/**"} {
			if objects, err := s.opener.Find(t.Context(), s.url(pattern)); err == nil || !strings.HasPrefix(err.Error(), s.base+pattern+": ") {
				t.Errorf("%s: %d objects, %v", pattern, len(objects), err)
			}
		}
	})
}

// lines returns NDJSON, of which about one record in eight is invalid against the schema.
func lines(seed uint64, size int) []byte {
	random := rand.New(rand.NewPCG(seed, 0))
	var b bytes.Buffer
	for b.Len() < size {
		switch random.IntN(16) {
		case 0:
			b.WriteString("{\"id\": null}\n")
		case 1:
			b.WriteString("{\"id\": 1,\n")
		case 2:
			b.WriteString(" \r\n")
		default:
			fmt.Fprintf(&b, "{\"id\": %d, \"text\": %q}\n", random.IntN(1000), strings.Repeat("ü", random.IntN(100)))
		}
	}
	return b.Bytes()
}

func packed(t *testing.T, text []byte, pack func(io.Writer) io.WriteCloser) []byte {
	var b bytes.Buffer
	w := pack(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var schema = verdict.MustCompile([]byte(`{"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}`))

// run filters a shard and returns the valid records and the rejects.
func run(t *testing.T, inputs []filter.Source, part shard.Shard) (valid, rejects string) {
	t.Helper()
	var out, bad bytes.Buffer
	_, err := filter.Run(t.Context(), filter.Options{
		Schema: schema, Inputs: inputs, Shard: part,
		Valid: filter.Output{Name: "valid", Writer: &out}, Rejects: filter.Output{Name: "rejects", Writer: &bad},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), bad.String()
}

func TestShardsOfObjectsAreTheWholeOfTheFiles(t *testing.T) {
	inputs := map[string][]byte{
		"a.ndjson": lines(1, 40_000), "b.ndjson": {}, "c.ndjson": lines(3, 300), "e.ndjson": bytes.TrimRight(lines(5, 7000), "\n"),
		"d.ndjson.gz":  packed(t, lines(4, 9000), func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"f.ndjson.zst": packed(t, lines(6, 9000), func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z }),
	}
	dir := t.TempDir()
	for key, content := range inputs {
		if err := os.WriteFile(filepath.Join(dir, key), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	local, err := filter.Files([]string{filepath.Join(dir, "*")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantValid, wantRejects := run(t, local, shard.Shard{})
	eachStore(t, func(t *testing.T, s *store) {
		for key, content := range inputs {
			s.put(t, key, content)
		}
		want := strings.ReplaceAll(wantRejects, `"`+filepath.ToSlash(dir)+"/", `"`+s.base)
		for _, n := range []int{1, 2, 3, 5, 8, 13, 21, 34, 64} {
			var valid, rejects strings.Builder
			for i := 1; i <= n; i++ {
				var sources []filter.Source
				for _, object := range s.find(t, "*.ndjson*") {
					sources = append(sources, object)
				}
				v, r := run(t, sources, shard.Shard{Index: i, Count: n})
				valid.WriteString(v)
				rejects.WriteString(r)
			}
			// Only the shard that reads an object from its beginning knows line numbers.
			if valid.String() != wantValid || withoutLines(rejects.String()) != withoutLines(want) {
				t.Errorf("%d shards: %d bytes valid, %d rejected, want %d and %d", n, valid.Len(), rejects.Len(), len(wantValid), len(want))
			}
		}
	})
}

var lineNumber = regexp.MustCompile(`,"line":\d+`)

func withoutLines(rejects string) string { return lineNumber.ReplaceAllString(rejects, "") }

func TestAnObjectThatChangesIsAnError(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		before := lines(1, 200_000)
		after := slices.Clone(before)
		after[len(after)-5]++
		for _, tc := range []struct {
			name    string
			pattern string
			when    string
			to      []byte
		}{
			{"before it is opened", "changing.ndjson", "found", after},
			{"in size before it is opened", "chang*.ndjson", "found", append(after, "1\n"...)},
			{"while it is read", "changing.ndjson", "opened", after},
			{"in size while it is read", "changing.ndjson", "opened", before[:1000]},
			{"while it is read, found by a pattern", "changing*", "opened", after},
		} {
			t.Run(tc.name, func(t *testing.T) {
				s.put(t, "changing.ndjson", before)
				object := s.find(t, tc.pattern)[0]
				if tc.when == "found" {
					s.put(t, "changing.ndjson", tc.to)
				}
				r, err := object.Open(t.Context(), 0)
				if err == nil {
					defer r.Close()
					_, err = io.ReadFull(r, make([]byte, 100))
				}
				if err == nil && tc.when == "opened" {
					s.put(t, "changing.ndjson", tc.to)
				}
				if err == nil {
					_, err = io.Copy(io.Discard, r)
				}
				var located *fs.PathError
				if !errors.As(err, &located) || located.Path != s.base+"changing.ndjson" || !strings.Contains(err.Error(), "changed") {
					t.Errorf("%v", err)
				}
			})
		}
	})
}

func TestACanceledContextEndsReading(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		s.put(t, "a.ndjson", lines(1, 200_000))
		ctx, cancel := context.WithCancel(t.Context())
		r, err := s.find(t, "a.ndjson")[0].Open(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		cancel()
		if n, err := io.Copy(io.Discard, r); !errors.Is(err, context.Canceled) {
			t.Errorf("%d bytes, %v", n, err)
		}
	})
}

func TestFieldsOfAnOpenerThatAreNotPositiveAreDefaults(t *testing.T) {
	for _, n := range []int{-1, 0} {
		dir := t.TempDir()
		want := lines(1, 100_000)
		if err := os.WriteFile(filepath.Join(dir, "a.ndjson"), want, 0o666); err != nil {
			t.Fatal(err)
		}
		s := &store{opener: &blob.Opener{Parallel: n, PartSize: n}, base: "file://" + filepath.ToSlash(dir) + "/"}
		r, err := s.find(t, "a.ndjson")[0].Open(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d: %d bytes, %v", n, len(got), err)
		}
		r.Close()
		s.opener.Close()
	}
}

func TestAnEncodedObjectNeedsTheExtensionOfItsCompression(t *testing.T) {
	eachStore(t, func(t *testing.T, s *store) {
		text := lines(1, 1000)
		gz := packed(t, text, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
		for _, key := range []string{"encoded.ndjson", "encoded.ndjson.gz"} {
			s.putEncoded(t, key, gz, "gzip")
			if strings.HasPrefix(s.base, "file:") {
				t.Skip("files have no encoding")
			}
			r, err := s.find(t, key)[0].Open(t.Context(), 0)
			if key == "encoded.ndjson" {
				if err == nil || !strings.Contains(err.Error(), "Content-Encoding: gzip") {
					t.Errorf("%s: %v", key, err)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, text) {
				t.Errorf("%s: %d bytes, %v", key, len(got), err)
			}
		}
	})
}
