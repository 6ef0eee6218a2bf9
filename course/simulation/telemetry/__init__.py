"""What an engineer sees of a running system, made from the engine's seam and nothing else.

A file imports only files before it: metrics (the store), outside (words), columns (of Arrow),
stacking (scrapes side by side), durations (histograms), gathering (all metrics), rates (as
Prometheus has them), terms (expressions), conditions (of alerts), tables (spans and logs), doings
(deploy and audit log), view (all of it as of now), topology (for a picture), waterfall (a trace).
"""
