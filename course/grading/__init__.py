"""Grading: a submission and its source notebook in, a verdict for each test cell out."""
