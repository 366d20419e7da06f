package bench

// This file measures: the same payloads for every peer, turn by turn within
// rounds, and what is kept of a round is how the peers stand to each other.

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// An Entry is what takes part in a race: a name, and how to come by what it
// does to a payload. Each turn opens the entry anew and drops it afterwards, so
// that nothing of the others is alive meanwhile.
type Entry struct {
	Name string
	Open func() (Check, error)
}

// A Course says how a race is run.
type Course struct {
	Rounds int           // how many times everyone has a turn
	Turn   time.Duration // a turn repeats its payloads until this much time is used
	Budget time.Duration // after this much time there are no more rounds, but for the first three

	// Ballast is how many bytes are kept alive on the heap, besides. It sets
	// how rarely the garbage collector runs: with GOGC=100, once for as much
	// garbage as there is alive.
	Ballast int
}

// DefaultCourse is long enough for the quartiles of a quiet machine to lie
// within a few in a hundred of the median.
var DefaultCourse = Course{Rounds: 20, Turn: 20 * time.Millisecond, Budget: time.Minute}

// Work gives the payloads of a round. They are made anew for each round, so
// that the heap stays as small as a program's that reads one payload after
// the other.
type Work func(round int) [][]byte

// Always is work that is the same in every round.
func Always(payloads [][]byte) Work {
	return func(int) [][]byte { return payloads }
}

// A Lap is what an entry showed over all rounds.
type Lap struct {
	Name string

	// Ratio is how many times as fast as the reference the entry was: the
	// median of the rounds' ratios. Low and High are their quartiles.
	Ratio, Low, High float64

	// PerPayload and BytesPerSecond are medians. They tell of the machine as
	// much as of the entry.
	PerPayload     time.Duration
	BytesPerSecond float64

	// Allocs and AllocBytes are what one payload allocates, on average.
	Allocs, AllocBytes float64

	nsPerByte []float64
}

// Race runs the entries over the work and returns a lap for each, in their
// order, with ratios against the entry named reference. It runs on one core:
// what an entry leaves to the garbage collector, it pays for.
func Race(entries []Entry, work Work, reference string, course Course) ([]Lap, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	ballast := make([]byte, course.Ballast)
	defer runtime.KeepAlive(ballast)

	laps := make([]Lap, len(entries))
	for i, e := range entries {
		laps[i].Name = e.Name
	}
	var meanSize float64
	began := time.Now()
	for round := range course.Rounds {
		if round >= 3 && time.Since(began) > course.Budget {
			break
		}
		payloads := work(round)
		for i, e := range entries {
			check, err := e.Open()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", e.Name, err)
			}
			if round == 0 {
				laps[i].Allocs, laps[i].AllocBytes = allocations(check, payloads)
				meanSize = float64(totalBytes(payloads)) / float64(len(payloads))
			}
			runtime.GC()
			laps[i].nsPerByte = append(laps[i].nsPerByte, turn(check, payloads, course.Turn))
		}
	}
	summarize(laps, reference, meanSize)
	return laps, nil
}

// turn returns how many nanoseconds check takes for a byte of the payloads.
func turn(check Check, payloads [][]byte, atLeast time.Duration) float64 {
	passes := 0
	start := cpuTime()
	var used time.Duration
	for used < atLeast {
		for _, p := range payloads {
			check(p)
		}
		passes++
		used = cpuTime() - start
	}
	return float64(used) / float64(passes*totalBytes(payloads))
}

// summarize fills in what the rounds amount to.
func summarize(laps []Lap, reference string, meanSize float64) {
	at := slices.IndexFunc(laps, func(l Lap) bool { return l.Name == reference })
	for i := range laps {
		l := &laps[i]
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
			ratios[r] = laps[at].nsPerByte[r] / l.nsPerByte[r]
		}
		l.Ratio, l.Low, l.High = quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75)
	}
}

// allocations returns how many objects and bytes a payload allocates. The
// first pass is not counted: it fills pools.
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

// A Cost is what compiling a schema takes.
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
			start := cpuTime()
			var used time.Duration
			for used < atLeast {
				if _, err := compile(); err != nil {
					return nil, err
				}
				calls++
				used = cpuTime() - start
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

// retained returns how many bytes of the heap a compiled schema keeps.
func retained(compile func() (any, error)) (int, error) {
	const copies = 8
	if _, err := compile(); err != nil { // what is shared is not counted
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

// quantile returns the q-quantile of the values, between two of them where it
// falls there.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (sorted[high]-sorted[low])*(at-float64(low))
}
