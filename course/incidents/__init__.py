"""Incidents: a scenario's file, what a learner did in it line by line, its replay and its score.

Everything follows from (scenario, seed, journal). Nothing here knows a widget or a clock on the
wall. docs/incidents.md tells instructors, authors and learners how to use it.

A file imports only files before it (tests/incidents/test_order.py keeps it): words, verbs,
acting, objective, scenario, journal, loading, incident, replay, communicating, scoring, feedback,
solver, lint, golden.
"""
