package enumlist

type Stale string

const G Stale = "g"
