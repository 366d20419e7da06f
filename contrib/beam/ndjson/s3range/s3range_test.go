package s3range

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/verdict-lint/verdict/contrib/beam/ndjson"
)

// ranges has the values of the header Range of requests.
var ranges = make(chan string, 1000)

// TestMain starts a server with the API of S3.
func TestMain(m *testing.M) {
	flag.Parse()
	beam.Init()
	fake := gofakes3.New(s3mem.New(), gofakes3.WithLogger(gofakes3.DiscardLog())).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if value := r.Header.Get("Range"); value != "" {
			ranges <- value
		}
		fake.ServeHTTP(w, r)
	}))
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		os.Setenv(name, value)
	}
	c, err := client()
	if err == nil {
		_, err = c.CreateBucket(context.Background(), &s3.CreateBucketInput{Bucket: aws.String("bucket")})
	}
	if err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	server.Close()
	os.Exit(code)
}

func TestAnObjectIsReadFromAnOffset(t *testing.T) {
	write(t, "s3://bucket/dir/a b.txt", "0123456789")
	file, err := open(t.Context(), "s3://bucket/dir/a b.txt", 7)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got, err := io.ReadAll(file); err != nil || string(got) != "789" {
		t.Errorf("got %q, %v", got, err)
	}
	if got := <-ranges; got != "bytes=7-" {
		t.Errorf("requested %s", got)
	}
	if _, err := open(t.Context(), "s3://bucket/no", 1); err == nil {
		t.Error("an object that does not exist can be opened")
	}
}

func TestAPipelineReadsAndWritesABucket(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "{\"n\": %d}\n", i)
	}
	write(t, "s3://bucket/in.ndjson", text.String())
	p, s := beam.NewPipelineWithRoot()
	ndjson.Write(s, "s3://bucket/out/all.ndjson", 1, ndjson.Lines(s, ndjson.Read(s, "s3://bucket/*.ndjson")))
	if _, err := prism.Execute(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	system, err := filesystem.New(t.Context(), "s3://bucket")
	if err != nil {
		t.Fatal(err)
	}
	if size, err := system.Size(t.Context(), "s3://bucket/out/all.ndjson"); err != nil || size != int64(text.Len()) {
		t.Errorf("got %d bytes, want %d, %v", size, text.Len(), err)
	}
}

// write writes an object.
func write(t *testing.T, name, content string) {
	t.Helper()
	system, err := filesystem.New(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := system.OpenWrite(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(file, content)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
