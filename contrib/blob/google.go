package blob

import (
	"context"
	"net/url"
	"os"
	"strconv"

	"gocloud.dev/blob"
	"gocloud.dev/blob/gcsblob"
	"gocloud.dev/gcp"
)

// openBucket opens a bucket by its URL. For Google Cloud Storage it looks for credentials first: if
// there are none, gcsblob prints a warning to standard output, where the records go.
func openBucket(ctx context.Context, rawURL string) (*blob.Bucket, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != gcsblob.Scheme || os.Getenv("STORAGE_EMULATOR_HOST") != "" {
		return blob.OpenBucket(ctx, rawURL)
	}
	query := u.Query()
	if anonymous, _ := strconv.ParseBool(query.Get("anonymous")); anonymous || query.Get("access_id") == "-" {
		return new(gcsblob.URLOpener).OpenBucketURL(ctx, u)
	}
	if _, err := gcp.DefaultCredentials(ctx); err != nil {
		return nil, err
	}
	return blob.OpenBucket(ctx, rawURL)
}
