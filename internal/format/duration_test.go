package format

import "testing"

func TestDurationGrammar(t *testing.T) {
	try(t, "duration", valid(
		"P1Y", "P1M", "P1D", "P1Y2M", "P1M2D", "P1Y2M3D", "P3W", "PT1H", "PT1M", "PT1S", "PT1H2M", "PT1M2S",
		"PT1H2M3S", "P1YT1S", "P1DT1H", "P1Y2M3DT4H5M6S", "P0D", "PT0S", "P007D", "P1Y0M5D",
	), invalid(
		"", "P", "T", "PT", "P1YT", "1D", "P1", "PD", "PY", "PW", "P1W2D", "P1D1W", "P1W1W", "PT1W", "P1WT", "P1Y2D",
		"PT1H3S", "P1D1M", "P1M1Y", "PT1S1M", "P1H", "P1S", "PT1Y", "PT1D", "P1Y1Y", "P1.5D", "P1,5D",
		"PT0.5S", "-P1D", "+P1D", "P-1D", "p1d", "P1d", "P1Dt1H", "P 1D", "P1DT1H ", "P1DT1HT1M", "P1D/P2D",
		"P\u0661D", "P2026-11-23T00:00:00",
	))
}

func TestDurationIsExplained(t *testing.T) {
	explained(t, "duration", map[string]string{
		"":       "empty",
		"1D":     "a duration begins with P",
		"P":      "no number and unit after P",
		"PT":     "no number and unit after T",
		"P1DT":   "no number and unit after T",
		"P1":     "a number without unit",
		"P1T1H":  "a number without unit",
		"P1Y2D":  "no M between Y and D",
		"PT1H2S": "no M between H and S",
		"P1D2Y":  "units are not in the order YMD",
		"P1Y2W":  "weeks cannot be combined with other units",
		"P1W2D":  "weeks cannot be combined with other units",
		"P2H":    "hours, minutes and seconds come after a T",
		"PT0.5S": "fractions are not allowed",
		"PT1X":   "an unknown unit",
		"P1DX":   "text that is not a number with a unit",
	})
}
