"""Production systems that run, break and are mended, as a compiled discrete-event simulation.

Describe a system (`system`, `route_steps`), run it (`engine`), break it and act on it
(`actions`), and read what was recorded of it (`observation`). docs/simulation.md shows each, with
the equations and the limits. Nothing here knows a widget, a clock on the wall, or random numbers
that belong to the whole process (tests/simulation/test_isolation.py).

Files in reading order: units (durations as text), kernel/ (the compiled event loop), curves
(distributions), route_steps and system (what may be described), lowering (its names as
numbers), system_checks (what contradicts itself), world (a system as the kernel's tables),
changes (what may happen to a world at once), actions (what an operator can do, and what goes
wrong), observation (scrapes, spans, log lines, events), kernel_startup (compilation,
once), engine. telemetry/ turns what was recorded into
metrics and tables.
"""
