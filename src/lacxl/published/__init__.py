"""The DfE's published statistics: which figures they hold, and the benchmarks they give."""
