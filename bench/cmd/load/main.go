// Command load sends requests to a service over the loopback interface. It compares a service
// that validates and decodes with one that only decodes, by encoding/json, and then watches the
// first for many requests, a part of which is not valid, while hostile clients attack it. It
// writes tables to standard output, and fails if a status is wrong or if goroutines or memory
// grow.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/verdict-lint/verdict/bench"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("load: ")
	isServer := flag.Bool("serve", false, "be the service")
	requests := flag.Int("requests", 1_000_000, "how many requests are sent while the service is watched")
	rounds := flag.Int("rounds", 5, "how many turns each service has when they are compared, each of a fiftieth of -requests")
	flag.Parse()
	run := serve
	if !*isServer {
		run = func() error { return measure(*requests, *rounds) }
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// clients is how many connections send requests at once.
const clients = 8

// A service is the process that is measured.
type service struct {
	address string
	client  *http.Client
}

// start starts the service. The function it returns stops it.
func start() (s *service, stop func() error, err error) {
	name, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	process := exec.Command(name, "-serve")
	process.Stderr = os.Stderr
	in, err1 := process.StdinPipe()
	out, err2 := process.StdoutPipe()
	if err := errors.Join(err1, err2, process.Start()); err != nil {
		return nil, nil, err
	}
	var address string
	if _, err := fmt.Fscanln(out, &address); err != nil {
		return nil, nil, err
	}
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	s = &service{address: address, client: &http.Client{Transport: transport}}
	return s, func() error { return errors.Join(in.Close(), process.Wait()) }, nil
}

func (s *service) usage() (u usage, err error) {
	response, err := s.client.Get("http://" + s.address + "/usage")
	if err != nil {
		return u, err
	}
	defer response.Body.Close()
	return u, json.NewDecoder(response.Body).Decode(&u)
}

// send sends n requests with the payloads in turn, and returns how long each took, in order. An
// error says that a status is wrong.
func (s *service) send(path string, payloads []bench.Payload, n int) ([]time.Duration, error) {
	times := make([]time.Duration, n)
	var next atomic.Int64
	failures := make([]error, clients)
	var workers sync.WaitGroup
	for w := range clients {
		workers.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || failures[w] != nil {
					return
				}
				p := payloads[i%len(payloads)]
				start := time.Now()
				failures[w] = s.post(path, p)
				times[i] = time.Since(start)
			}
		})
	}
	workers.Wait()
	slices.Sort(times)
	return times, errors.Join(failures...)
}

func (s *service) post(path string, p bench.Payload) error {
	response, err := s.client.Post("http://"+s.address+path, "application/json", bytes.NewReader(p.Bytes))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if want := statusOf(p); path == "/validated" && response.StatusCode != want {
		return fmt.Errorf("%s: status %d, want %d: %s", p.Kind, response.StatusCode, want, p.Bytes)
	}
	return nil
}

// statusOf returns the status that a payload must get.
func statusOf(p bench.Payload) int {
	switch {
	case p.Valid():
		return http.StatusNoContent
	case !p.JSON() || p.Kind == bench.KindDuplicate:
		return http.StatusBadRequest
	default:
		return http.StatusUnprocessableEntity
	}
}

func measure(requests, rounds int) error {
	s, stop, err := start()
	if err != nil {
		return err
	}
	fmt.Printf("%s %s/%s, %d CPUs, %d connections\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), clients)
	err = s.compare(requests/50, rounds)
	if err == nil {
		err = s.watch(requests)
	}
	return errors.Join(err, stop())
}

// compare writes a table of both services, with valid payloads only.
func (s *service) compare(n, rounds int) error {
	payloads := bench.Generate(5000, 0, 1)
	paths := []string{"/decoded", "/validated"}
	times, cpu := map[string][]time.Duration{}, map[string]time.Duration{}
	for range rounds {
		for _, path := range paths {
			before, err1 := s.usage()
			turn, err2 := s.send(path, payloads, n)
			after, err3 := s.usage()
			if err := errors.Join(err1, err2, err3); err != nil {
				return err
			}
			times[path] = append(times[path], turn...)
			cpu[path] += after.CPU - before.CPU
		}
	}
	fmt.Println("| service | p50 | p99 | CPU per request |\n|---|--:|--:|--:|")
	for _, path := range paths {
		slices.Sort(times[path])
		count := len(times[path])
		fmt.Printf("| %s | %s | %s | %s |\n", strings.Trim(path, "/"), relative(times[path][count/2], times[paths[0]][count/2]),
			relative(times[path][count*99/100], times[paths[0]][count*99/100]), relative(cpu[path], cpu[paths[0]]))
	}
	return nil
}

// relative writes a duration as a multiple of another one, because times alone say little about
// other machines.
func relative(d, reference time.Duration) string {
	return fmt.Sprintf("%.2f", float64(d)/float64(reference))
}

// watch writes a table of the memory and goroutines of the service during n requests, of which a tenth
// are invalid, while hostile clients attack it.
func (s *service) watch(n int) error {
	payloads := bench.Generate(5000, 10, 2)
	if _, err := s.send("/validated", payloads, n/10); err != nil { // until its pools are full
		return err
	}
	before, err := s.usage()
	if err != nil {
		return err
	}
	fmt.Println("\n| requests | goroutines | heap |\n|--:|--:|--:|")
	row := func(requests int, u usage) {
		fmt.Printf("| %d | %d | %.1f MB |\n", requests, u.Goroutines, float64(u.Heap)/1e6)
	}
	row(0, before)
	ctx, cancel := context.WithCancel(context.Background())
	var answered map[string]int
	ended := make(chan error, 1)
	go func() {
		var err error
		answered, err = attack(ctx, s.address)
		ended <- err
	}()
	const parts = 5
	for part := range parts {
		_, err1 := s.send("/validated", payloads, n/parts)
		u, err2 := s.usage()
		if err = errors.Join(err1, err2); err != nil {
			break
		}
		row((part+1)*n/parts, u)
	}
	cancel()
	if err := errors.Join(err, <-ended); err != nil {
		return err
	}
	after, err := s.settled(before)
	if err != nil {
		return err
	}
	row(n, after)
	fmt.Println("\n| hostile client | status | requests |\n|---|--:|--:|")
	for _, h := range hostiles {
		fmt.Printf("| %s | %d | %d |\n", h.name, h.status, answered[h.name])
	}
	return nil
}

// settled returns the usage after the hostile clients have stopped, and an error if it is more than
// before.
func (s *service) settled(before usage) (after usage, err error) {
	for range 50 { // closed connections of the hostile clients take a moment to end
		if after, err = s.usage(); err != nil {
			return after, err
		}
		if after.Goroutines <= before.Goroutines {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	switch {
	case after.Goroutines > before.Goroutines:
		err = fmt.Errorf("the number of goroutines grew from %d to %d", before.Goroutines, after.Goroutines)
	case after.Heap > 2*before.Heap+1<<20:
		err = fmt.Errorf("the heap grew from %d to %d bytes", before.Heap, after.Heap)
	}
	return after, err
}
