package blob

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"cloud.google.com/go/storage"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	azure "github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/blob"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"gocloud.dev/blob"
)

// This file detects that an object changes while it is read in several requests.

var errChanged = errors.New("the object changed while it was read")

// A version identifies the content of an object.
type version struct {
	size       int64
	modified   time.Time
	etag       string
	encoding   string // the header Content-Encoding
	generation int64  // of Google Cloud Storage
}

func versionOf(ctx context.Context, bucket *blob.Bucket, key string) (version, error) {
	attributes, err := bucket.Attributes(ctx, key)
	if err != nil {
		return version{}, err
	}
	v := version{size: attributes.Size, modified: attributes.ModTime, etag: attributes.ETag, encoding: attributes.ContentEncoding}
	var google storage.ObjectAttrs
	if attributes.As(&google) {
		v.generation = google.Generation
	}
	return v, nil
}

// open requests a range of the object. It is an error if the object has another version.
func (v version) open(ctx context.Context, bucket *blob.Bucket, key string, offset, length int64) (io.ReadCloser, error) {
	// Azure has a header of its own for ranges, so net/http would decompress an encoded object.
	ctx = policy.WithHTTPHeader(ctx, http.Header{"Accept-Encoding": {"identity"}})
	r, err := bucket.NewRangeReader(ctx, key, offset, length, &blob.ReaderOptions{BeforeRead: v.require})
	switch {
	case err != nil && strings.Contains(err.Error(), "InvalidRange"): // the object has become smaller
		return nil, errChanged
	case err != nil:
		return nil, explain(err)
	case !v.is(r): // the server does not know conditions
		return nil, errors.Join(errChanged, r.Close())
	}
	return r, nil
}

// is reports whether a response is of the version. It ignores the times of Google Cloud Storage, because
// they are those of different events.
func (v version) is(r *blob.Reader) bool {
	var google *storage.Reader
	if r.As(&google) {
		return google.Attrs.Generation == v.generation
	}
	return r.Size() == v.size && r.ModTime().Equal(v.modified)
}

// require makes a request conditional on the version, and requests the bytes as stored.
func (v version) require(as func(any) bool) error {
	var (
		amazon    *s3.GetObjectInput
		microsoft *azure.DownloadStreamOptions
		google    **storage.ObjectHandle
	)
	switch {
	case v.etag == "":
	case as(&amazon):
		amazon.IfMatch = &v.etag
	case as(&microsoft):
		tag := azcore.ETag(v.etag)
		microsoft.AccessConditions = &azure.AccessConditions{ModifiedAccessConditions: &azure.ModifiedAccessConditions{IfMatch: &tag}}
	case as(&google):
		*google = (*google).If(storage.Conditions{GenerationMatch: v.generation}).ReadCompressed(true)
	}
	return nil
}
