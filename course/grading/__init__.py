"""Grading: a submission and its source notebook in, a verdict for each test cell out.

In reading order: images (what a zygote holds), outputs (what is kept of what ran), salvage (a
notebook read as far as it can be), conductor (cells run, verdicts made), reconcile (which text
stands in which cell), marking (one job to its result), submissions (files as jobs, and laid out),
batch (many submissions), nbgrader_preprocessors (the same in nbgrader's pipelines),
feedback_pages (what learners read of it).
"""
