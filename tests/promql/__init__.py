"""Tests of course/promql/."""
