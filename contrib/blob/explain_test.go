package blob_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/verdict-lint/verdict/contrib/blob"
)

func TestAnErrorOfTheServerSaysWhatToDo(t *testing.T) {
	parameters := startS3(t)
	with := func(name, value string) string {
		changed := url.Values{}
		for n, v := range parameters {
			changed[n] = v
		}
		changed.Set(name, value)
		return "?" + changed.Encode()
	}
	query := "?" + parameters.Encode()
	bucket := open(t, "s3://records"+query)
	if err := bucket.WriteAll(t.Context(), "a.ndjson", []byte("1\n"), nil); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, secret, url, query, want string }{
		{"no key", secretKey, "s3://records/none.ndjson", query, "not found (NotFound); check the bucket and the key"},
		{"no match", secretKey, "s3://records/*.json", query, "no object matches"},
		{"no bucket", secretKey, "s3://nothing/*", query, "no such bucket (NoSuchBucket: The specified bucket does not exist); check its name"},
		{"wrong secret", "wrong", "s3://records/*", query, "access denied (SignatureDoesNotMatch: "},
		{"wrong secret for a key", "wrong", "s3://records/a.ndjson", query, "access denied (Forbidden); check the credentials"},
		{"no secret", "", "s3://records/*", query, "; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add anonymous=true"},
		{"anonymous", "", "s3://records/*", with("anonymous", "true"), "access denied (AccessDenied: Access Denied); check the credentials"},
		{"no server", secretKey, "s3://records/*", with("endpoint", "http://127.0.0.1:1"), "no connection ("},
		{"no region", secretKey, "s3://records/*", with("region", ""), "wrong or missing region ("},
		{"wrong parameter", secretKey, "s3://records/*", with("regoin", "x"), `unknown query parameter "regoin"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			setCredentials(t, tc.secret)
			var opener blob.Opener
			defer opener.Close()
			_, err := opener.Find(t.Context(), tc.url+tc.query)
			if err == nil || !strings.HasPrefix(err.Error(), tc.url+": ") || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v\nwant one with %s", err, tc.want)
			}
		})
	}
}

// Standard output has only records.
func TestNothingIsPrintedIfThereAreNoCredentials(t *testing.T) {
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", filepath.Join(t.TempDir(), "none"))
	t.Setenv("STORAGE_EMULATOR_HOST", "")
	stdout, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer stdout.Close()
	defer func(file *os.File) { os.Stdout = file }(os.Stdout)
	os.Stdout = stdout
	var opener blob.Opener
	defer opener.Close()
	for url, want := range map[string]string{
		"gs://records/a.ndjson":                          "; set GOOGLE_APPLICATION_CREDENTIALS or run gcloud auth application-default login",
		"gs://records/a.ndjson?anonymous=true&nothing=1": "wrong parameter (",
	} {
		if _, err := opener.Find(t.Context(), url); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want one with %s", url, err, want)
		}
	}
	if printed, err := os.ReadFile(stdout.Name()); err != nil || len(printed) > 0 {
		t.Errorf("%s, %v", printed, err)
	}
}

func TestErrorsOfOtherProvidersSayWhatToDo(t *testing.T) {
	for _, name := range []string{"AZURE_STORAGE_ACCOUNT", "AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGEBLOB_CONNECTIONSTRING"} {
		if os.Getenv(name) != "" { // read once per process
			t.Skip(name + " is set; unset it to run this test")
		}
	}
	var opener blob.Opener
	defer opener.Close()
	for url, want := range map[string]string{
		"azblob://records/a.ndjson": "no storage account (azureblob: Options.AccountName is required); set it in the URL",
		"file:///nothing/a.ndjson":  "no such file or directory",
	} {
		if _, err := opener.Find(t.Context(), url); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want one with %s", url, err, want)
		}
	}
	// Without credentials, these SDKs send requests to the network, which a test must not.
	for text, want := range map[string]string{
		"credentials: could not find default credentials. See https://cloud.google.com/docs": "set GOOGLE_APPLICATION_CREDENTIALS",
		"DefaultAzureCredential: failed to acquire a token.\nAttempted credentials:\n\tX":    "set AZURE_STORAGE_KEY",
	} {
		if err := blob.Explain(errors.New(text)); !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v, want one with %s", err, want)
		}
	}
}
