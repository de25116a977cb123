"""A council's benchmarks out of the DfE's published files."""
