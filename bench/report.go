package bench

// This file measures everything that the tables show.

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// Sessions is how many session payloads are generated.
const Sessions = 50_000

// Seed is the seed they are generated from.
const Seed = 1

// Ballast is the size of the heap for measurements with a large heap.
const Ballast = 256 << 20

// A Report is what one run measured.
type Report struct {
	Valid, Mixed  []Result // verdicts on the session payloads: all valid, and one in ten invalid
	Explained     []Result // explaining invalid payloads
	TwoFaults     []Result // explaining payloads with a null and an unknown property
	ManyFaults    []Result // explaining payloads with [TenFaults]
	Ballasted     []Result // verdicts on the valid ones with [Ballast] on the heap
	ExplainValid  []Result // Valid and Validate of ours on valid payloads
	Disagreements []Disagreement
	Corpora       []CorpusResults
	Compiling     []CompileCost
	Start         []InitCost
	MeanSize      float64

	Externals   []string // the versions of the validators that are not written in Go
	NoExternals string   // why they were not measured
}

// CorpusResults are the verdicts on one corpus.
type CorpusResults struct {
	Name      string
	Instances int
	MeanSize  float64
	Reference string // what ratios are relative to: [SecondReference] if v5 rejects the schema
	Results   []Result
	Notes     []string // which rows reject the schema or a valid instance
}

// A CompileCost is the cost of compiling one schema with verdict and with v5.
type CompileCost struct {
	Schema          string
	SchemaBytes     int
	Reference, Ours Cost
}

// Run measures everything and writes its progress to log.
func Run(corpora []Corpus, config Config, log io.Writer) (Report, error) {
	var r Report
	if err := r.runSessions(config, log); err != nil {
		return r, err
	}
	externals, err := InstallExternals()
	if err != nil {
		r.NoExternals = err.Error()
	} else {
		defer externals.Remove()
		r.Externals = externals.Versions()
	}
	for _, c := range corpora {
		fmt.Fprintln(log, "corpus", c.Name)
		results, err := runCorpus(c, externals, config)
		if err != nil {
			return r, err
		}
		r.Corpora = append(r.Corpora, results)
	}
	schemas := append([]Corpus{{Name: "session", Schema: SessionSchema}}, corpora...)
	for _, c := range schemas {
		fmt.Fprintln(log, "compiling", c.Name)
		if cost, ok := compileCost(c); ok {
			r.Compiling = append(r.Compiling, cost)
		}
	}
	start, err := StartCosts()
	if err != nil {
		fmt.Fprintln(log, "start cost:", err)
	}
	r.Start = start
	return r, nil
}

func (r *Report) runSessions(config Config, log io.Writer) error {
	var verdicts, explanations, closed, few []Entry
	for _, peer := range Peers() {
		v, err := peer.Compile(SessionSchema)
		if err != nil {
			return fmt.Errorf("%s: %w", peer.Name, err)
		}
		fmt.Fprintln(log, "checking", peer.Name)
		r.Disagreements = append(r.Disagreements, Guard(peer, v, Generate(Sessions, 10, Seed))...)
		verdicts = append(verdicts, peer.Verdicts(SessionSchema))
		if v.Explain != nil {
			explanations = append(explanations, peer.Explanations(SessionSchema))
			closed = append(closed, peer.Explanations(ClosedSessionSchema))
		}
		switch peer.Name {
		case Ours, Reference, Floor:
			few = append(few, peer.Verdicts(SessionSchema))
		}
	}
	ours := Peers()[0]
	both := []Entry{ours.Verdicts(SessionSchema), ours.Explanations(SessionSchema)}
	both[0].Name, both[1].Name = "Valid", "Validate"

	valid := sessionWork(config, 0)
	sample := valid(0)
	r.MeanSize = float64(totalBytes(sample)) / float64(len(sample))
	ballasted := config
	ballasted.Ballast = Ballast
	for _, m := range []struct {
		what      string
		entries   []Entry
		work      Work
		reference string
		config    Config
		results   *[]Result
	}{
		{"valid", verdicts, valid, Reference, config, &r.Valid},
		{"valid, with a large heap", few, valid, Reference, ballasted, &r.Ballasted},
		{"one in ten invalid", verdicts, sessionWork(config, 10), Reference, config, &r.Mixed},
		{"explaining invalid ones", explanations, sessionWork(config, 100), Reference, config, &r.Explained},
		{"explaining two faults", closed, faultyWork(config, 2), Reference, config, &r.TwoFaults},
		{"explaining ten faults", closed, faultyWork(config, TenFaults), Reference, config, &r.ManyFaults},
		{"Valid and then Validate", both, valid, "Valid", config, &r.ExplainValid},
	} {
		fmt.Fprintln(log, "session payloads,", m.what)
		results, err := Compare(m.entries, m.work, m.reference, m.config)
		if err != nil {
			return err
		}
		*m.results = results
	}
	return nil
}

// sessionWork distributes the session payloads over the rounds of the config.
func sessionWork(config Config, percent int) Work {
	return func(round int) [][]byte {
		return bytesOf(Generate(Sessions/config.Rounds, percent, Seed+uint64(round)))
	}
}

// faultyWork distributes payloads with several faults over the rounds of the config.
func faultyWork(config Config, count int) Work {
	return func(round int) [][]byte {
		return GenerateFaulty(Sessions/config.Rounds, count, Seed+uint64(round))
	}
}

// runCorpus compares the validators that are able to read the schema, and measures the externals, which
// may be nil.
func runCorpus(c Corpus, externals *Externals, config Config) (CorpusResults, error) {
	results := CorpusResults{
		Name:      c.Name,
		Instances: len(c.Instances),
		MeanSize:  float64(totalBytes(c.Instances)) / float64(len(c.Instances)),
	}
	var entries []Entry
	for _, peer := range CorpusPeers() {
		v, err := peer.Compile(c.Schema)
		if err != nil {
			results.Notes = append(results.Notes, peer.Name+" rejects the schema")
			continue
		}
		if peer.Role == Validator {
			if n := Accepted(v.Valid, c.Instances); n < len(c.Instances) {
				results.Notes = append(results.Notes, fmt.Sprintf("%s rejects %d of %d instances", peer.Name, len(c.Instances)-n, len(c.Instances)))
			}
		}
		entries = append(entries, peer.Verdicts(c.Schema))
	}
	results.Reference = Reference
	if !slices.ContainsFunc(entries, func(e Entry) bool { return e.Name == Reference }) {
		results.Reference = SecondReference
	}
	var err error
	if results.Results, err = Compare(entries, Always(c.Instances), results.Reference, config); err != nil || externals == nil {
		return results, err
	}
	reference := entries[slices.IndexFunc(entries, func(e Entry) bool { return e.Name == results.Reference })]
	more, notes, err := externals.Results(c, reference, config)
	results.Results, results.Notes = append(results.Results, more...), append(results.Notes, notes...)
	return results, err
}

func compileCost(c Corpus) (CompileCost, bool) {
	cost := CompileCost{Schema: c.Name, SchemaBytes: len(c.Schema)}
	if _, err := compileVerdict(c.Schema); err != nil {
		return cost, false
	}
	costs, err := CompileCosts([]func() (any, error){
		func() (any, error) { return compileV5Schema(c.Schema) },
		func() (any, error) { return compileVerdict(c.Schema) },
	}, 7, 100*time.Millisecond)
	if err != nil {
		return cost, false
	}
	cost.Reference, cost.Ours = costs[0], costs[1]
	return cost, true
}

// GeometricMean returns the mean of ours against v5 over the corpora whose
// schema v5 can read, the same without the one where v5 does worst, which
// may outweigh all others, and the least.
func GeometricMean(corpora []CorpusResults) (all, withoutWorst, least float64) {
	var logs []float64
	for _, c := range corpora {
		if c.Reference == Reference {
			logs = append(logs, math.Log(c.Ratio(Ours)))
		}
	}
	slices.Sort(logs)
	mean := func(logs []float64) float64 {
		sum := 0.0
		for _, l := range logs {
			sum += l
		}
		return math.Exp(sum / float64(len(logs)))
	}
	if len(logs) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	return mean(logs), mean(logs[:len(logs)-1]), math.Exp(logs[0])
}

// Ratio returns the ratio of the entry of the name, NaN if it has none.
func (c CorpusResults) Ratio(name string) float64 { return ratioOf(c.Results, name) }

func ratioOf(results []Result, name string) float64 {
	for _, l := range results {
		if l.Name == name {
			return l.Ratio
		}
	}
	return math.NaN()
}

func bytesOf(payloads []Payload) [][]byte {
	all := make([][]byte, len(payloads))
	for i, p := range payloads {
		all[i] = p.Bytes
	}
	return all
}
