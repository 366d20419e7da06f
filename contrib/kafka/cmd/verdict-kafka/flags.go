package main

// This file defines the flags.

import (
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/verdict-lint/verdict/contrib/kafka"
)

// flags holds the flags of the command.
type flags struct {
	brokers, start, compression string
	tls                         bool
	ca, cert, key, serverName   string
	sasl, saslUser              string

	schema         string
	references     list
	registry, user string
	wireFormat     string
	refresh        time.Duration
	strict, redact bool

	tombstones, listen, logFormat string
	options                       kafka.Options
}

// A list is a flag that can be repeated.
type list []string

func (l *list) String() string         { return strings.Join(*l, ",") }
func (l *list) Set(value string) error { *l = append(*l, value); return nil }

// The environment variables of secrets.
const (
	saslPassword     = "VERDICT_KAFKA_SASL_PASSWORD"
	registryPassword = "VERDICT_KAFKA_REGISTRY_PASSWORD"
	registryToken    = "VERDICT_KAFKA_REGISTRY_TOKEN"
)

func newFlags() (*flags, *flag.FlagSet) {
	f := new(flags)
	o := &f.options
	set := flag.NewFlagSet("validate", flag.ContinueOnError)
	set.StringVar(&f.brokers, "brokers", "", "addresses of one or more brokers, separated by `commas` (required)")
	set.StringVar(&o.Topic, "topic", "", "`topic` to read (required)")
	set.StringVar(&o.Valid, "out", "", "`topic` for valid records (required)")
	set.StringVar(&o.Invalid, "dlq", "", "`topic` for invalid records, the dead letter queue (required)")
	set.StringVar(&o.Group, "group", "", "consumer `group`; all processes of a group share the partitions (required)")
	set.StringVar(&f.start, "start", "earliest", "`where` a new group begins: earliest or latest")

	set.StringVar(&f.schema, "schema", "", "`file` with the JSON Schema; it is read again when it changes")
	set.Var(&f.references, "reference", "`file` that the schema refers to; can be repeated")
	set.StringVar(&f.registry, "registry", "", "`URL` of a schema registry of Confluent, or one with its API, instead of --schema")
	set.StringVar(&o.Schema, "subject", "", "`subject` of the schema in the registry, such as orders-value")
	set.StringVar(&f.wireFormat, "wire-format", "plain", "`format` of values: plain, or confluent if the ID of the schema is before the JSON, or in a header of the record")
	set.DurationVar(&f.refresh, "refresh", 10*time.Second, "`interval` at which the schema is looked up; SIGHUP does so at once")
	set.BoolVar(&f.strict, "strict", false, "unknown properties are violations")
	set.BoolVar(&f.redact, "redact", false, "keep values of records out of the header with violations")

	set.StringVar(&f.tombstones, "tombstones", "pass", "`treatment` of records whose value is null: pass them as valid, reject them as invalid, or drop them")
	set.BoolVar(&o.SamePartition, "same-partition", false, "write each record to the partition number that it was read from, instead of partitioning by key")
	set.BoolVar(&o.ExactlyOnce, "exactly-once", false, "write and commit in transactions")
	set.StringVar(&o.TransactionalID, "transactional-id", "", "`ID` of this process for --exactly-once, different from those of all others (default random)")

	set.IntVar(&o.BatchRecords, "batch", 0, "most `records` that are read before their output is acknowledged (default 10000)")
	set.IntVar(&o.FetchBytes, "fetch-bytes", 0, "most `bytes` that one broker sends in advance (default 8 MiB)")
	set.IntVar(&o.MaxHeader, "max-header", 0, "most `bytes` of the header with violations (default 16 KiB)")
	set.IntVar(&o.MaxMessage, "max-message", 0, "most `bytes` of a record that is written; at most max.message.bytes of the topics (default 1000012)")
	set.IntVar(&o.MaxUnpacked, "max-unpacked", 0, "most `bytes` of a compressed batch of records (default 128 MiB)")
	set.StringVar(&f.compression, "compression", "snappy", "`codec` of what is written: none, gzip, snappy, lz4 or zstd")
	set.DurationVar(&o.CommitInterval, "commit-interval", 0, "`interval` of commits (default 1s), or shortest transaction (default 100ms)")
	set.DurationVar(&o.DrainTimeout, "drain-timeout", 0, "`time` for records that were read to be written after SIGTERM (default 20s)")

	set.BoolVar(&f.tls, "tls", false, "use TLS; implied by the other flags for TLS")
	set.StringVar(&f.ca, "tls-ca", "", "`file` with the certificates of authorities in PEM, instead of those of the system")
	set.StringVar(&f.cert, "tls-cert", "", "`file` with the certificate of the client in PEM")
	set.StringVar(&f.key, "tls-key", "", "`file` with the key of the client in PEM")
	set.StringVar(&f.serverName, "tls-server-name", "", "`name` in the certificates of the brokers, instead of their addresses")
	set.StringVar(&f.sasl, "sasl", "", "SASL `mechanism`: plain, scram-sha-256 or scram-sha-512; the password is taken from $"+saslPassword)
	set.StringVar(&f.saslUser, "sasl-username", "", "`name` of the user for SASL")
	set.StringVar(&f.user, "registry-username", "", "`name` of the user of the registry; the password is taken from $"+registryPassword+
		", or a token instead of both from $"+registryToken)

	set.StringVar(&f.listen, "listen", "", "`address` to serve /metrics (Prometheus) and /healthz on, such as :9464")
	set.StringVar(&f.logFormat, "log-format", "text", "`format` of the log on standard error: text or json")
	return f, set
}

// printFlags prints the flags with two dashes, as users write them.
func printFlags(w io.Writer, set *flag.FlagSet) {
	fmt.Fprintln(w, "Flags:")
	set.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "0s" {
			usage += " (default " + f.DefValue + ")"
		}
		fmt.Fprintf(w, "  --%s\n        %s\n", strings.TrimSpace(f.Name+" "+value), usage)
	})
}

// check checks the flags, and sets the options that are enumerations.
func (f *flags) check(set *flag.FlagSet) error {
	for _, name := range []string{"brokers", "topic", "out", "dlq", "group"} {
		if set.Lookup(name).Value.String() == "" {
			return usagef("--%s is required; see verdict-kafka validate --help", name)
		}
	}
	for _, one := range []struct {
		name, value string
		allowed     []string
	}{
		{"start", f.start, []string{"earliest", "latest"}},
		{"wire-format", f.wireFormat, []string{"plain", "confluent"}},
		{"tombstones", f.tombstones, []string{"pass", "reject", "drop"}},
		{"log-format", f.logFormat, []string{"text", "json"}},
	} {
		if index(one.allowed, one.value) < 0 {
			return usagef("--%s is %q, must be one of %s", one.name, one.value, strings.Join(one.allowed, ", "))
		}
	}
	f.options.Framed = f.wireFormat == "confluent"
	f.options.Tombstones = kafka.Tombstones(index([]string{"pass", "reject", "drop"}, f.tombstones))
	return f.checkSchema()
}

func index(words []string, word string) int {
	for i, w := range words {
		if w == word {
			return i
		}
	}
	return -1
}

func (f *flags) checkSchema() error {
	switch {
	case f.schema == "" && f.registry == "":
		return usagef("a schema is required: --schema FILE, or --registry URL --subject SUBJECT")
	case f.schema != "" && (f.registry != "" || f.options.Schema != ""):
		return usagef("--schema cannot be combined with --registry and --subject")
	case f.registry != "" && f.options.Schema == "":
		return usagef("--registry requires --subject")
	case f.registry != "" && len(f.references) > 0:
		return usagef("--reference is for --schema; the registry has the references of its schemas")
	case f.schema != "" && f.options.Framed:
		return usagef("--wire-format confluent requires --registry, in which the IDs are looked up")
	case f.refresh <= 0:
		return usagef("--refresh is %s, must be more than 0", f.refresh)
	case f.registry == "":
		return nil
	}
	u, err := url.Parse(f.registry)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return usagef("--registry is not a URL that begins with http:// or https://") // it may have a password
	case u.User != nil:
		return usagef("--registry has a user; use --registry-username and $%s", registryPassword)
	}
	return nil
}
