package blob_test

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// This file runs an S3-compatible server, versitygw, which stores objects as files. It is a tool of
// the module testdata/s3server, which go tool builds once.

// build returns the path of the server.
var build = sync.OnceValues(func() (string, error) {
	command := exec.Command("go", "tool", "-n", "versitygw")
	command.Dir = filepath.Join("testdata", "s3server")
	var stderr strings.Builder
	command.Stderr = &stderr
	path, err := command.Output()
	if err != nil {
		err = fmt.Errorf("building versitygw: %w\n%s", err, stderr.String())
	}
	return strings.TrimSpace(string(path)), err
})

// The only credentials that the server accepts.
const accessKey, secretKey = "test", "testtest"

// startS3 starts a server with a bucket named records, and returns parameters for its URLs. The
// environment has its credentials.
func startS3(t testing.TB) url.Values {
	if testing.Short() {
		t.Skip("building the S3 server takes minutes if Go has not built it before; run without -short")
	}
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"objects/records", "attributes"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	address := freeAddress(t)
	server := exec.Command(program, "--port", address, "--access", accessKey, "--secret", secretKey, "--quiet", "--keep-alive",
		"posix", "--sidecar", filepath.Join(dir, "attributes"), filepath.Join(dir, "objects"))
	var output strings.Builder
	server.Stdout, server.Stderr = &output, &output
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	waitFor(t, address, &output)
	setCredentials(t, secretKey)
	return url.Values{"region": {"us-east-1"}, "endpoint": {"http://" + address}, "use_path_style": {"true"}}
}

// setCredentials also keeps the SDK from looking for others.
func setCredentials(t testing.TB, secret string) {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
}

func freeAddress(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func waitFor(t testing.TB, address string, output fmt.Stringer) {
	for range 300 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the S3 server does not accept connections:\n%s", output)
}
