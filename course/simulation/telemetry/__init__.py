"""What an engineer sees of a running system, made from the engine's seam and nothing else.

A file imports only files before it: metrics (the store), outside (words and labels), gathering
(scrapes to metrics), rates (increases and quantiles), tables (spans and logs as Arrow), doings
(deploy and audit log), view (all of it as of now), topology. docs/telemetry.md has names and units.
"""
