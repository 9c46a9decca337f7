"""Benchmarks: what Hanjo costs over plain SQL, as ratios taken in one run."""
