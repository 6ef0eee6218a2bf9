"""Small systems that the notebooks study; no answer to an exercise lives here.

For 101: compatibility (clients of a service that changes), dependencies (a graph of imports),
delivery and state (a lossy network, crashes, and what a notebook computed of them), overload
(time-outs, retries and limits under load, and prices behind a slow backend), shopfront (a day in a
shop, faulty clients of two vendors, and a system's calls in a bad half minute).
For 102: tollbook (a nightly job that loses payments, and its days), reading (how hard a function is
to read, counted), signatures (what mypy says of a text, and what callers get of a new signature),
diffs (changes that wait for a review, in lines and in hunks).
For 103: rooms (a house's rules, wrong versions of them, and trials of tests), properties (bookings
to merge, a waiting list with its slips, machines and traces), doubles (a calendar that fails, a
partner's promises, and a house whose tests are flaky), suites (mutants of the house's rules, a
suite of twenty minutes, and what the tasks of the assessment test).
For 104: kiosk (a ticket shop's page, runs, replicas and profiles), tickets (its codes, feeds,
workers and store, with what they cost counted), budgets (gates over noisy builds, proposals for the
shop's page, doors of a kiosk and of a depot, and two slow requests).
For 105: desk (a parcel desk that can be broken into, drawings of flows, and paths of attacks),
depot (queries, pages, paths and addresses that strangers' words reach), portal (parcels of several
companies, a door that takes its time, and signed passes), pipeline (what a team writes and builds
from: logs, a history, packages, workflows, gift cards and tickets).
For 201: campus_signals (what the signals of campus see of a failure, a sorting room, and the price
of labels), objectives (a campus' access log, days of its budget, labelled months with rules that
are measured, an hour of scrapes, and inherited alerts).
For 202: severity (policies and alarms), responding (a desk where a runbook acts), updates (a status
page and its readers), durations (times to resolve), postmortem (an incident as data), gameday
(runs compared).
For 203: importer (a nightly job that loses rows: explanations, looks with prices, nights), evidence
(lines that runs took, parts to ask about with prices, and schedules of workers).
For the practical assessment of level 1: practical (its two versions, meters and fault scripts).
"""
