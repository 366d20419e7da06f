package main

// This file sets up the connection to the brokers.

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

var codecs = map[string]kgo.CompressionCodec{
	"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
	"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
}

// client returns the options of the client.
func (f *flags) client(getenv func(string) string) ([]kgo.Opt, error) {
	codec, ok := codecs[f.compression]
	if !ok {
		return nil, usagef("--compression is %q, must be one of none, gzip, snappy, lz4, zstd", f.compression)
	}
	offset := kgo.NewOffset().AtStart()
	if f.start == "latest" {
		offset = kgo.NewOffset().AtEnd()
	}
	opts := []kgo.Opt{
		kgo.SeedBrokers(strings.Split(f.brokers, ",")...), kgo.ClientID("verdict-kafka"),
		kgo.ConsumeResetOffset(offset), kgo.ProducerBatchCompression(codec),
	}
	if f.tls || f.ca != "" || f.cert != "" || f.key != "" || f.serverName != "" {
		config, err := f.tlsConfig()
		if err != nil {
			return nil, err
		}
		dialer := &tls.Dialer{NetDialer: &net.Dialer{Timeout: 10 * time.Second}, Config: config}
		opts = append(opts, kgo.Dialer(dialer.DialContext))
	}
	mechanism, err := f.saslMechanism(getenv)
	if err != nil || mechanism == nil {
		return opts, err
	}
	return append(opts, mechanism), nil
}

func (f *flags) tlsConfig() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: f.serverName}
	if f.ca != "" {
		pem, err := os.ReadFile(f.ca)
		if err != nil {
			return nil, usagef("--tls-ca: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, usagef("--tls-ca: %s has no certificate in PEM", f.ca)
		}
	}
	if (f.cert == "") != (f.key == "") {
		return nil, usagef("--tls-cert and --tls-key require each other")
	}
	if f.cert != "" {
		pair, err := tls.LoadX509KeyPair(f.cert, f.key)
		if err != nil {
			return nil, usagef("--tls-cert and --tls-key: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// saslMechanism returns the option for SASL, nil if it is not used.
func (f *flags) saslMechanism(getenv func(string) string) (kgo.Opt, error) {
	password := getenv(saslPassword)
	switch {
	case f.sasl == "" && f.saslUser != "":
		return nil, usagef("--sasl-username requires --sasl")
	case f.sasl == "":
		return nil, nil
	case f.saslUser == "" || password == "":
		return nil, usagef("--sasl requires --sasl-username and $%s", saslPassword)
	}
	switch strings.ToLower(f.sasl) {
	case "plain":
		return kgo.SASL(plain.Auth{User: f.saslUser, Pass: password}.AsMechanism()), nil
	case "scram-sha-256":
		return kgo.SASL(scram.Auth{User: f.saslUser, Pass: password}.AsSha256Mechanism()), nil
	case "scram-sha-512":
		return kgo.SASL(scram.Auth{User: f.saslUser, Pass: password}.AsSha512Mechanism()), nil
	}
	return nil, usagef("--sasl is %q, must be one of plain, scram-sha-256, scram-sha-512", f.sasl)
}
