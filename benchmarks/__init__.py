"""Measurements beside peers: `python -m benchmarks`, which is what `make bench` runs."""
