package bench

// This file compares the speed of entries: in each round, every entry has a turn on the same
// payloads. Ratios are computed within a round.

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// An Entry is something to compare. Open returns the function to measure. It is called for each turn, and
// its result is dropped afterwards, so that the heap has nothing of other entries.
type Entry struct {
	Name string
	Open func() (Check, error)
}

// A Config configures [Compare].
type Config struct {
	Rounds int           // number of rounds
	Turn   time.Duration // minimum time of a turn, which repeats its payloads
	Budget time.Duration // time after which no round begins; there are at least three rounds

	// Ballast is the number of additional bytes kept alive on the heap. The larger the heap, the less
	// often the garbage collector runs: with GOGC=100, when the garbage is as large as the live heap.
	Ballast int
}

// DefaultConfig is long enough for quartiles within a few percent of the median on an idle machine.
var DefaultConfig = Config{Rounds: 20, Turn: 20 * time.Millisecond, Budget: time.Minute}

// Work returns the payloads of a round. They are created for each round, so that the heap stays as small
// as that of a program that reads one payload after another.
type Work func(round int) [][]byte

// Always returns the same payloads for every round.
func Always(payloads [][]byte) Work {
	return func(int) [][]byte { return payloads }
}

// A Result has the measurements of an entry over all rounds.
type Result struct {
	Name string

	// Ratio is the speed of the entry as a multiple of the reference's: the median of the ratios of
	// all rounds. Low and High are their quartiles.
	Ratio, Low, High float64

	// PerPayload and BytesPerSecond are medians. They depend on the machine.
	PerPayload     time.Duration
	BytesPerSecond float64

	// Allocs and AllocBytes are what one payload allocates, on average.
	Allocs, AllocBytes float64

	nsPerByte []float64
}

// Compare measures the entries and returns a result for each, in their order, with ratios against the entry
// named reference. It runs on one core, so that times include garbage collection.
func Compare(entries []Entry, work Work, reference string, config Config) ([]Result, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	ballast := make([]byte, config.Ballast)
	defer runtime.KeepAlive(ballast)

	results := make([]Result, len(entries))
	for i, e := range entries {
		results[i].Name = e.Name
	}
	var meanSize float64
	began := time.Now()
	for round := range config.Rounds {
		if round >= 3 && time.Since(began) > config.Budget {
			break
		}
		payloads := work(round)
		for i, e := range entries {
			check, err := e.Open()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", e.Name, err)
			}
			if round == 0 {
				results[i].Allocs, results[i].AllocBytes = allocations(check, payloads)
				meanSize = float64(totalBytes(payloads)) / float64(len(payloads))
			}
			runtime.GC()
			results[i].nsPerByte = append(results[i].nsPerByte, turn(check, payloads, config.Turn))
		}
	}
	summarize(results, reference, meanSize)
	return results, nil
}

// turn returns the nanoseconds that check takes per byte of the payloads.
func turn(check Check, payloads [][]byte, atLeast time.Duration) float64 {
	passes := 0
	start := CPUTime()
	var used time.Duration
	for used < atLeast {
		for _, p := range payloads {
			check(p)
		}
		passes++
		used = CPUTime() - start
	}
	return float64(used) / float64(passes*totalBytes(payloads))
}

// summarize sets the medians and quartiles of the results.
func summarize(results []Result, reference string, meanSize float64) {
	at := slices.IndexFunc(results, func(l Result) bool { return l.Name == reference })
	for i := range results {
		l := &results[i]
		if len(l.nsPerByte) == 0 {
			continue
		}
		median := quantile(l.nsPerByte, 0.5)
		l.PerPayload = time.Duration(median * meanSize)
		l.BytesPerSecond = 1e9 / median
		if at < 0 {
			continue
		}
		ratios := make([]float64, len(l.nsPerByte))
		for r := range ratios {
			ratios[r] = results[at].nsPerByte[r] / l.nsPerByte[r]
		}
		l.Ratio, l.Low, l.High = quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75)
	}
}

// allocations returns the number of objects and bytes allocated per payload. The first pass, which
// fills pools, is not counted.
func allocations(check Check, payloads [][]byte) (objects, bytes float64) {
	for _, p := range payloads {
		check(p)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, p := range payloads {
		check(p)
	}
	runtime.ReadMemStats(&after)
	n := float64(len(payloads))
	return float64(after.Mallocs-before.Mallocs) / n, float64(after.TotalAlloc-before.TotalAlloc) / n
}

// A Cost is the cost of compiling a schema.
type Cost struct {
	Ratio   float64 // time to compile, as a multiple of the reference's
	PerCall time.Duration
	Heap    int // bytes that one compiled schema keeps alive
}

// CompileCosts measures the compilers side by side, and returns their costs in
// order, with ratios against the first.
func CompileCosts(compilers []func() (any, error), rounds int, atLeast time.Duration) ([]Cost, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	costs := make([]Cost, len(compilers))
	times := make([][]float64, len(compilers))
	for i, compile := range compilers {
		heap, err := retained(compile)
		if err != nil {
			return nil, err
		}
		costs[i].Heap = heap
	}
	for range rounds {
		for i, compile := range compilers {
			runtime.GC()
			calls := 0
			start := CPUTime()
			var used time.Duration
			for used < atLeast {
				if _, err := compile(); err != nil {
					return nil, err
				}
				calls++
				used = CPUTime() - start
			}
			times[i] = append(times[i], float64(used)/float64(calls))
		}
	}
	for i := range costs {
		ratios := make([]float64, rounds)
		for r := range ratios {
			ratios[r] = times[i][r] / times[0][r]
		}
		costs[i].Ratio = quantile(ratios, 0.5)
		costs[i].PerCall = time.Duration(quantile(times[i], 0.5))
	}
	return costs, nil
}

// retained returns the number of heap bytes that a compiled schema keeps alive.
func retained(compile func() (any, error)) (int, error) {
	const copies = 8
	if _, err := compile(); err != nil { // memory shared by all schemas is not counted
		return 0, err
	}
	kept := make([]any, copies)
	before := heapInUse()
	for i := range kept {
		s, err := compile()
		if err != nil {
			return 0, err
		}
		kept[i] = s
	}
	after := heapInUse()
	runtime.KeepAlive(kept)
	return max(0, int(after)-int(before)) / copies, nil
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // pools are emptied by the second
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func totalBytes(payloads [][]byte) int {
	total := 0
	for _, p := range payloads {
		total += len(p)
	}
	return total
}

// quantile returns the q-quantile of the values, interpolated between two of them if necessary.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (sorted[high]-sorted[low])*(at-float64(low))
}
