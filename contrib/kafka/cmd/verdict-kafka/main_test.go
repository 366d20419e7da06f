package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sr"
	"github.com/twmb/franz-go/pkg/sr/srfake"
)

// TestMain runs the command instead of the tests if another test starts this program for that.
func TestMain(m *testing.M) {
	if os.Getenv("RUN_VERDICT_KAFKA") != "" {
		main()
	}
	os.Exit(m.Run())
}

const schema = `{"required": ["id"]}`

// write writes a file and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A log is the output of a command, for which a test waits.
type log struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}

func (l *log) wait(t *testing.T, text string) {
	t.Helper()
	for range 3000 {
		if strings.Contains(l.String(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no %q in the log:\n%s", text, l)
}

func cluster(t *testing.T, opts ...kfake.Opt) *kfake.Cluster {
	t.Helper()
	c, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1), kfake.SeedTopics(1, "in", "good", "bad")}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// arguments returns the arguments that every command line needs, and additional ones.
func arguments(c *kfake.Cluster, further ...string) []string {
	return append([]string{"validate", "--brokers", strings.Join(c.ListenAddrs(), ","), "--topic", "in", "--out", "good", "--dlq", "bad", "--group", "g"}, further...)
}

func send(t *testing.T, c *kfake.Cluster, values ...string) {
	t.Helper()
	client, err := kgo.NewClient(kgo.SeedBrokers(c.ListenAddrs()...), kgo.DefaultProduceTopic("in"))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	for _, v := range values {
		if err := client.ProduceSync(t.Context(), kgo.StringRecord(v)).FirstErr(); err != nil {
			t.Fatal(err)
		}
	}
}

// waitWritten waits until a topic has n records.
func waitWritten(t *testing.T, c *kfake.Cluster, topic string, n int64, l *log) {
	t.Helper()
	for range 3000 {
		if c.PartitionInfo(topic, 0).HighWatermark >= n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s has %d records, want %d; the log:\n%s", topic, c.PartitionInfo(topic, 0).HighWatermark, n, l)
}

// start runs a command line until the test calls the function, which returns the exit code.
func start(t *testing.T, l *log, getenv func(string) string, args []string) (stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	code := make(chan int, 1)
	go func() { code <- run(ctx, args, l, l, getenv) }()
	t.Cleanup(cancel)
	return func() int {
		cancel()
		return <-code
	}
}

func noEnv(string) string { return "" }

func TestInvalidCommandLines(t *testing.T) {
	file := write(t, "s.json", schema)
	valid := []string{"validate", "--brokers", "127.0.0.1:1", "--topic", "in", "--out", "good", "--dlq", "bad", "--group", "g"}
	for _, test := range []struct {
		args []string
		env  string // NAME=VALUE
		want string
	}{
		{nil, "", "the subcommand is missing"},
		{[]string{"lint"}, "", "the subcommand is missing"},
		{[]string{"validate"}, "", "--brokers is required"},
		{[]string{"validate", "--brokers", "x"}, "", "--topic is required"},
		{[]string{"validate", "--wrong"}, "", "flag provided but not defined"},
		{append(valid, "more"), "", `unexpected argument "more"`},
		{valid, "", "a schema is required"},
		{append(valid, "--schema", file, "--registry", "http://x"), "", "cannot be combined"},
		{append(valid, "--schema", file, "--subject", "x"), "", "cannot be combined"},
		{append(valid, "--registry", "http://x"), "", "--registry requires --subject"},
		{append(valid, "--registry", "http://x", "--subject", "s", "--reference", file), "", "--reference is for --schema"},
		{append(valid, "--registry", "x", "--subject", "s"), "", "not a URL"},
		{append(valid, "--registry", "http://u:secret@x", "--subject", "s"), "", "--registry has a user"},
		{append(valid, "--registry", "http://u:secret@x:port", "--subject", "s"), "", "not a URL"},
		{append(valid, "--registry", "http://x", "--subject", "s"), registryPassword + "=secret", "requires --registry-username"},
		{append(valid, "--registry", "http://x", "--subject", "s", "--registry-username", "u"), registryToken + "=secret", "cannot be combined"},
		{append(valid, "--schema", file, "--wire-format", "confluent"), "", "requires --registry"},
		{append(valid, "--schema", file, "--wire-format", "avro"), "", "must be one of plain, confluent"},
		{append(valid, "--schema", file, "--tombstones", "keep"), "", "must be one of pass, reject, drop"},
		{append(valid, "--schema", file, "--start", "end"), "", "must be one of earliest, latest"},
		{append(valid, "--schema", file, "--compression", "rar"), "", "must be one of none"},
		{append(valid, "--schema", file, "--log-format", "xml"), "", "must be one of text, json"},
		{append(valid, "--schema", file, "--refresh", "0s"), "", "--refresh is 0s"},
		{append(valid, "--schema", file, "--batch", "-1"), "", "negative"},
		{append(valid, "--schema", file, "--transactional-id", "x"), "", "requires ExactlyOnce"},
		{append(valid, "--schema", file, "--out", "in"), "", "validated without end"},
		{append(valid, "--schema", file, "--sasl", "plain"), "", "requires --sasl-username"},
		{append(valid, "--schema", file, "--sasl", "plain", "--sasl-username", "u"), "", "$VERDICT_KAFKA_SASL_PASSWORD"},
		{append(valid, "--schema", file, "--sasl-username", "u"), saslPassword + "=secret", "requires --sasl"},
		{append(valid, "--schema", file, "--sasl", "gssapi", "--sasl-username", "u"), saslPassword + "=secret", "must be one of plain"},
		{append(valid, "--schema", file, "--tls-ca", "missing.pem"), "", "no such file"},
		{append(valid, "--schema", file, "--tls-ca", file), "", "no certificate in PEM"},
		{append(valid, "--schema", file, "--tls-cert", file), "", "require each other"},
		{append(valid, "--schema", file, "--tls-cert", file, "--tls-key", file), "", "failed to find any PEM data"},
	} {
		var l log
		code := run(t.Context(), test.args, &l, &l, func(name string) string {
			value, _ := strings.CutPrefix(test.env, name+"=")
			if value == test.env {
				return ""
			}
			return value
		})
		got := l.String()
		if code != exitUsage || !strings.Contains(got, test.want) || strings.Contains(got, "secret") || strings.Count(got, "\n") != 1 {
			t.Errorf("%v: exit code %d, want %q, got %s", test.args, code, test.want, got)
		}
	}
}

func TestASchemaThatCannotBeLoadedEndsTheCommand(t *testing.T) {
	c := cluster(t)
	for _, test := range []struct{ file, want string }{
		{filepath.Join(t.TempDir(), "missing.json"), "no such file"},
		{t.TempDir(), "not a regular file"},
		{write(t, "s.json", `{"type": 1}`), "not a valid 2020-12 schema"},
		{write(t, "s.json", `{`), "schema"},
	} {
		var l log
		if code := run(t.Context(), arguments(c, "--schema", test.file), &l, &l, noEnv); code != exitFailure || !strings.Contains(l.String(), test.want) {
			t.Errorf("%s: exit code %d, %s", test.file, code, l.String())
		}
	}
}

func TestHelpListsTheFlags(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"help"}, {"validate", "--help"}, {"validate", "-h"}} {
		var l log
		if code := run(t.Context(), args, &l, io.Discard, noEnv); code != exitOK || !strings.Contains(l.String(), "\n  --exactly-once\n") {
			t.Errorf("%v: exit code %d, %s", args, code, l.String())
		}
	}
}

func TestFlagsInTheReadmeExist(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	ofKafka := []string{"--bootstrap-server", "--create", "--partitions"} // flags of kafka-topics.sh
	_, set := newFlags()
	for _, name := range regexp.MustCompile("--[a-z][a-z-]+").FindAllString(string(text), -1) {
		if set.Lookup(name[2:]) == nil && name != "--help" && !slices.Contains(ofKafka, name) {
			t.Errorf("the README names %s, which is no flag", name)
		}
	}
}

func TestTheSchemaFileIsReadAgain(t *testing.T) {
	c := cluster(t)
	file := write(t, "s.json", schema)
	replace := func(text string) {
		next := file + ".next"
		if err := os.WriteFile(next, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(next, file); err != nil {
			t.Fatal(err)
		}
	}
	var l log
	stop := start(t, &l, noEnv, arguments(c, "--schema", file, "--refresh", "20ms", "--listen", "127.0.0.1:0"))
	send(t, c, `{"id": 1}`)
	waitWritten(t, c, "good", 1, &l)
	replace(`{"type": 1}`)
	l.wait(t, "schema not updated; using the previous one")
	send(t, c, `{"id": 2}`)
	waitWritten(t, c, "good", 2, &l)

	_, address, _ := strings.Cut(l.String(), "address=")
	address, _, _ = strings.Cut(address, "\n")
	metrics := func() string {
		r, err := http.Get("http://" + address + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	if !strings.Contains(metrics(), "verdict_kafka_schema_update_failed 1\n") {
		t.Errorf("the metrics are\n%s", metrics())
	}
	replace(`{"type": "array"}`)
	for range 3000 {
		if strings.Contains(metrics(), "verdict_kafka_schema_update_failed 0\n") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	send(t, c, `{"id": 3}`)
	waitWritten(t, c, "bad", 1, &l)
	if code := stop(); code != exitOK || !strings.Contains(l.String(), "msg=stopped valid=2 invalid=1") {
		t.Errorf("exit code %d; the log is\n%s", code, &l)
	}
}

func TestASchemaCanReferToFiles(t *testing.T) {
	c := cluster(t)
	file := write(t, "s.json", `{"items": {"$ref": "item.json"}}`)
	item := filepath.Join(filepath.Dir(file), "item.json")
	if err := os.WriteFile(item, []byte(`{"type": "integer"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var l log
	stop := start(t, &l, noEnv, arguments(c, "--schema", file, "--reference", item, "--exactly-once"))
	send(t, c, `[1]`, `["x"]`)
	waitWritten(t, c, "good", 1, &l)
	waitWritten(t, c, "bad", 1, &l)
	if code := stop(); code != exitOK {
		t.Errorf("exit code %d; the log is\n%s", code, &l)
	}
}

func TestTheSchemaOfASubjectIsUsed(t *testing.T) {
	server := srfake.New(srfake.WithAuth("Basic dXNlcjpzZWNyZXQ=")) // user:secret
	defer server.Close()
	server.SeedSchema("order", 1, 7, sr.Schema{Type: sr.TypeJSON, Schema: `{"type": "string"}`})
	server.SeedSchema("order", 2, 8, sr.Schema{Type: sr.TypeJSON, Schema: schema + " "})
	for _, format := range []string{"plain", "confluent"} {
		c := cluster(t)
		env := func(name string) string {
			return map[string]string{registryPassword: "secret"}[name]
		}
		var l log
		stop := start(t, &l, env, arguments(c, "--registry", server.URL(), "--subject", "order", "--registry-username", "user", "--wire-format", format))
		values := []string{`{"id": 1}`, `{}`}
		if format == "confluent" {
			values = []string{"\x00\x00\x00\x00\x08" + `{"id": 1}`, "\x00\x00\x00\x00\x08{}", "\x00\x00\x00\x00\x07" + `"x"`}
		}
		send(t, c, values...)
		waitWritten(t, c, "good", int64(len(values)-1), &l)
		waitWritten(t, c, "bad", 1, &l)
		if code := stop(); code != exitOK || strings.Contains(l.String(), "secret") {
			t.Errorf("%s: exit code %d; the log is\n%s", format, code, &l)
		}
	}
}

func TestTLSAndSASLAreUsed(t *testing.T) {
	certificate, ca := selfSigned(t)
	file := write(t, "s.json", schema)
	caFile := write(t, "ca.pem", ca)
	for flag, method := range map[string]string{"plain": "PLAIN", "SCRAM-SHA-256": "SCRAM-SHA-256", "scram-sha-512": "SCRAM-SHA-512"} {
		c := cluster(t, kfake.TLS(&tls.Config{Certificates: []tls.Certificate{certificate}}), kfake.EnableSASL(), kfake.Superuser(method, "user", "secret"))
		for _, password := range []string{"secret", "wrong-secret"} {
			env := func(name string) string { return map[string]string{saslPassword: password}[name] }
			var l log
			stop := start(t, &l, env, arguments(c, "--schema", file, "--tls-ca", caFile, "--sasl", flag, "--sasl-username", "user"))
			if password == "secret" {
				if _, err := c.WaitGroupStable(t.Context(), "g", 1); err != nil {
					t.Fatal(err)
				}
			} else {
				l.wait(t, "cannot connect to a broker")
			}
			if code := stop(); code != exitOK || strings.Contains(l.String(), "secret") {
				t.Errorf("%s, %s: exit code %d; the log is\n%s", method, password, code, &l)
			}
		}
	}
}

// selfSigned returns a certificate for the loopback address, also in PEM.
func selfSigned(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(text)
}

func TestSignalsReloadAndStopTheProcess(t *testing.T) {
	c := cluster(t)
	file := write(t, "s.json", schema)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, arguments(c, "--schema", file, "--refresh", "1h", "--log-format", "json")...)
	command.Env = append(os.Environ(), "RUN_VERDICT_KAFKA=1")
	var l log
	command.Stdout, command.Stderr = &l, &l
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = command.Process.Kill() }()
	l.wait(t, `"msg":"validating"`)
	if err := os.WriteFile(file, []byte(`{"type": "array"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := command.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	l.wait(t, `"msg":"schema loaded"`)
	send(t, c, `{"id": 1}`, `[]`)
	waitWritten(t, c, "bad", 1, &l)
	waitWritten(t, c, "good", 1, &l)
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("the command: %v; the log is\n%s", err, &l)
	}
	if g := c.GroupInfo("g"); g.Commits["in"][0].Offset != 2 || len(g.Members) != 0 {
		t.Errorf("the group is %+v", g)
	}
}
