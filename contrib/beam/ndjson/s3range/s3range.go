// Package s3range registers Beam's file system for Amazon S3, and with package ndjson how its files
// are opened in the middle.
package s3range

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3" // registers the file system
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/verdict-lint/verdict/contrib/beam/ndjson"
)

func init() { ndjson.RegisterRange("s3", open) }

// client returns the client of the process, configured like that of Beam's file system.
var client = sync.OnceValues(func() (*s3.Client, error) {
	c, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		return nil, err
	}
	return s3.NewFromConfig(c), nil
})

func open(ctx context.Context, path string, offset int64) (io.ReadCloser, error) {
	bucket, key, ok := strings.Cut(strings.TrimPrefix(path, "s3://"), "/")
	if !ok {
		return nil, fmt.Errorf("%s: expected s3://BUCKET/KEY", path)
	}
	c, err := client()
	if err != nil {
		return nil, err
	}
	object, err := c.GetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String(bucket), Key: aws.String(key), Range: aws.String(fmt.Sprintf("bytes=%d-", offset)),
	})
	if err != nil {
		return nil, err
	}
	return object.Body, nil
}
