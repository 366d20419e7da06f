package kafka

import "time"

// MeasureLagEvery replaces the interval of measuring, before Run.
func (v *Validator) MeasureLagEvery(d time.Duration) { v.lagInterval = d }

// HealthAt is Health at a time.
func (v *Validator) HealthAt(now time.Time) error { return v.health(now) }

// Validating returns the time that was spent on validation.
func (v *Validator) Validating() time.Duration { return time.Duration(v.metrics.validating.Load()) }
