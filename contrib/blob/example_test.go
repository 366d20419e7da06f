package blob_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/verdict-lint/verdict/contrib/blob"
)

func ExampleOpener() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, "events-1.ndjson"), []byte("{\"id\": 1}\n"), 0o666); err != nil {
		log.Fatal(err)
	}

	opener := blob.Opener{Parallel: 8}
	defer opener.Close()
	ctx := context.Background()
	// s3://bucket/events-*.ndjson is read in the same way.
	objects, err := opener.Find(ctx, "file://"+filepath.ToSlash(dir)+"/events-*.ndjson")
	if err != nil {
		log.Fatal(err)
	}
	for _, object := range objects {
		r, err := object.Open(ctx, 0)
		if err != nil {
			log.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			log.Fatal(err)
		}
		r.Close()
		fmt.Printf("%d bytes: %s", object.Size(), text)
	}
	// Output: 10 bytes: {"id": 1}
}
