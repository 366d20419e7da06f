package blob

// Explain is explain, for tests.
var Explain = explain
