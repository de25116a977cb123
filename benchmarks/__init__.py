"""What is timed, against what: `python -m benchmarks` prints ratios, all of one run."""
