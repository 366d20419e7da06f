// Package blob reads records from object stores: Amazon S3 and servers with the same API, Google
// Cloud Storage and Azure Blob Storage, and files by URL. An [Opener] finds the objects that a URL
// names, and an [Object] is an input for the filter of records:
//
//	s3://bucket/2026/*.ndjson.gz?region=eu-central-1
//	gs://bucket/**/orders-{a,b}.ndjson
//	azblob://container/orders.ndjson?storage_account=example
//	file:///data/orders.ndjson
//
// Credentials are those that the SDK of each provider finds by itself, such as the environment,
// configuration files and the identity of the machine. Parameters of a URL are those of
// gocloud.dev/blob.
package blob

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"gocloud.dev/blob"

	// The providers register their schemes.
	_ "gocloud.dev/blob/azureblob"
	_ "gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/memblob"
	_ "gocloud.dev/blob/s3blob"

	"github.com/verdict-lint/verdict/internal/files"
	"github.com/verdict-lint/verdict/internal/filter"
)

// Defaults of [Opener].
const (
	DefaultParallel = 4
	DefaultPartSize = 8 << 20
)

// An Opener finds objects by URL and reads them. The zero value is ready to use. It is safe for
// concurrent use; its fields must not be changed after the first call.
type Opener struct {
	// Parallel is how many ranges of an object are fetched at a time. [DefaultParallel] if it is not
	// positive.
	Parallel int

	// PartSize is the size of a range in bytes; the first ranges are smaller, so that little is
	// fetched in vain if only a part of an object is read. [DefaultPartSize] if it is not positive.
	// Reading an object takes up to (Parallel + 1) × PartSize bytes of memory.
	PartSize int

	// Mux opens buckets. If nil, those of all providers are opened.
	Mux *blob.URLMux

	mu      sync.Mutex
	buckets map[string]*blob.Bucket
}

// Find returns the objects that a URL names, in the order of their keys; it is an error if there
// are none. In the key, the patterns *, **, [a-z] and {a,b} match as they do in names of files; a ?
// begins the parameters. Characters of patterns that are part of a key are percent-encoded, such
// as %2A for *.
func (o *Opener) Find(ctx context.Context, url string) ([]*Object, error) {
	l, err := parse(url)
	if err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(url, "?")
	bucket, err := o.bucket(ctx, l.bucket)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, explain(err))
	}
	if l.pattern == "" {
		v, err := versionOf(ctx, bucket, l.key)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, explain(err))
		}
		object, err := o.newObject(bucket, l, l.key, v.size)
		if err != nil {
			return nil, err
		}
		object.version = v
		return []*Object{object}, nil
	}
	objects, err := o.list(ctx, bucket, l)
	if err == nil && len(objects) == 0 {
		err = fmt.Errorf("%s: no object matches; note that * does not match /, but ** does", name)
	}
	return objects, err
}

// list returns the objects whose keys match a pattern.
func (o *Opener) list(ctx context.Context, bucket *blob.Bucket, l location) ([]*Object, error) {
	var objects []*Object
	list := bucket.List(&blob.ListOptions{Prefix: l.key, Delimiter: l.delimiter()})
	for {
		entry, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.base+l.pattern, explain(err))
		}
		if entry.IsDir || strings.HasSuffix(entry.Key, "/") || !l.matches(entry.Key) {
			continue
		}
		object, err := o.newObject(bucket, l, entry.Key, entry.Size)
		if err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	slices.SortFunc(objects, func(a, b *Object) int { return cmp.Compare(a.key, b.key) })
	return objects, nil
}

// bucket opens a bucket once.
func (o *Opener) bucket(ctx context.Context, url string) (*blob.Bucket, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if bucket := o.buckets[url]; bucket != nil {
		return bucket, nil
	}
	open := openBucket
	if o.Mux != nil {
		open = o.Mux.OpenBucket
	}
	bucket, err := open(ctx, url)
	if err != nil {
		return nil, err
	}
	if o.buckets == nil {
		o.buckets = make(map[string]*blob.Bucket)
	}
	o.buckets[url] = bucket
	return bucket, nil
}

// ReadFile returns an object that is not NDJSON, such as a schema, of at most limit bytes.
func (o *Opener) ReadFile(ctx context.Context, url string, limit int64) ([]byte, error) {
	l, err := parse(url)
	if err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(url, "?")
	if l.pattern != "" {
		return nil, fmt.Errorf("%s: is a pattern; name one object", name)
	}
	content, err := o.read(ctx, l, limit)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, explain(err))
	}
	return content, nil
}

func (o *Opener) read(ctx context.Context, l location, limit int64) ([]byte, error) {
	bucket, err := o.bucket(ctx, l.bucket)
	if err != nil {
		return nil, err
	}
	r, err := bucket.NewReader(ctx, l.key, nil)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(content)) > limit {
		err = fmt.Errorf("is larger than %s", files.FormatSize(limit))
	}
	return content, err
}

func (o *Opener) parallel() int { return cmp.Or(max(o.Parallel, 0), DefaultParallel) }
func (o *Opener) partSize() int { return cmp.Or(max(o.PartSize, 0), DefaultPartSize) }

// Close closes the buckets. Objects cannot be opened any more.
func (o *Opener) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	var errs []error
	for url, bucket := range o.buckets {
		errs = append(errs, bucket.Close())
		delete(o.buckets, url)
	}
	return errors.Join(errs...)
}

// An Object is an object in a bucket, with records as lines. If its name ends in .gz or .zst, it is
// decompressed.
type Object struct {
	opener      *Opener
	bucket      *blob.Bucket
	key         string
	name        string
	size        int64
	compression files.Compression
	version     version // zero if it is not known yet
}

func (o *Opener) newObject(bucket *blob.Bucket, l location, key string, size int64) (*Object, error) {
	name := l.nameOf(key)
	compression, err := filter.CompressionOf(path.Base(key))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &Object{opener: o, bucket: bucket, key: key, name: name, size: size, compression: compression}, nil
}

// Name returns the URL of the object without parameters.
func (o *Object) Name() string { return o.name }

// Size returns the size of the object in bytes, as stored.
func (o *Object) Size() int64 { return o.size }

// Splits reports whether Open can begin anywhere: not if the object is compressed.
func (o *Object) Splits() bool { return o.compression == files.Uncompressed }

// Open returns a reader of the decompressed bytes that fetches several ranges at a time. It begins
// at an offset, which is 0 unless Splits reports true. If the object has changed since Find, or
// changes while it is read, Open or Read return an error; errors are of the type [*fs.PathError].
// Close ends all requests. The reader is not safe for concurrent use.
func (o *Object) Open(ctx context.Context, offset int64) (io.ReadCloser, error) {
	v, err := o.current(ctx)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: o.name, Err: err}
	}
	fetch := func(ctx context.Context, offset, length int64) (io.ReadCloser, error) {
		return v.open(ctx, o.bucket, o.key, offset, length)
	}
	stored := newReader(ctx, o.name, fetch, offset, o.size, o.opener.parallel(), o.opener.partSize())
	plain, err := files.Decompress(o.compression, stored)
	if err != nil {
		return nil, errors.Join(err, stored.Close())
	}
	return &opened{plain, stored}, nil
}

// current returns the version to read.
func (o *Object) current(ctx context.Context) (version, error) {
	v := o.version
	if v == (version{}) {
		var err error
		if v, err = versionOf(ctx, o.bucket, o.key); err != nil {
			return v, explain(err)
		}
	}
	switch {
	case v.size != o.size:
		return v, errChanged
	case o.Splits() && (v.encoding == "gzip" || v.encoding == "zstd"):
		return v, fmt.Errorf("is stored with Content-Encoding: %s; give it a name that ends in .gz or .zst", v.encoding)
	}
	return v, nil
}

// An opened object is one that is being read.
type opened struct {
	io.ReadCloser
	stored io.Closer
}

func (o *opened) Close() error {
	return errors.Join(o.ReadCloser.Close(), o.stored.Close())
}
