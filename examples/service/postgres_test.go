package main

// This file starts a PostgreSQL for the tests.

import (
	"errors"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// startPostgres starts the PostgreSQL of the system with an empty database for the
// duration of the test, and returns its URL. It listens only on a Unix socket.
func startPostgres(t *testing.T) string {
	t.Helper()
	programs := postgresPrograms(t)
	dir, err := os.MkdirTemp("", "postgres") // short, because the name of a socket is limited
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	credential := notRoot(t, dir)
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(programs, name), args...)
		c.Dir = dir
		c.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
		return c
	}
	data := filepath.Join(dir, "data")
	if output, err := command("initdb", "--pgdata", data, "--username", "test", "--auth", "trust", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, output)
	}
	server := command("postgres", "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt) // a fast shutdown
		<-ended
	})
	for {
		err := command("pg_isready", "-h", dir).Run()
		if err == nil {
			break
		}
		if _, ok := errors.AsType[*exec.ExitError](err); !ok {
			t.Fatal(err)
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("postgres ended: %v", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return "postgres:///postgres?user=test&host=" + url.QueryEscape(dir)
}

func postgresPrograms(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // Debian
	if err != nil {
		t.Fatal(err)
	}
	if name, err := exec.LookPath("pg_ctl"); err == nil && len(found) == 0 {
		if name, err = filepath.EvalSymlinks(name); err != nil {
			t.Fatal(err)
		}
		return filepath.Dir(name)
	}
	if len(found) == 0 {
		t.Skip("there is no PostgreSQL; install Debian's postgresql to run this test")
	}
	return filepath.Dir(found[len(found)-1])
}

// notRoot returns a user to run PostgreSQL as, because it refuses to be run by root, and makes that user
// the owner of the directory. It returns nil if the test is not run by root.
func notRoot(t *testing.T, dir string) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Skipf("PostgreSQL refuses to be run by root: %v", err)
	}
	uid, err1 := strconv.ParseUint(account.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(account.Gid, 10, 32)
	if err := errors.Join(err1, err2, os.Chown(dir, int(uid), int(gid))); err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}
