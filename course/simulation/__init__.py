"""Production systems that run, break and are mended, as a compiled discrete-event simulation.

Describe a system (`model`, `steps`), run it (`engine`), break it (`faults`), act on it (`actions`),
read what it told (`observing`): docs/simulation.md shows each, with the equations and the limits.
Nothing here knows a widget, a clock on the wall, or a global random.

A file imports only files before it (tests/simulation/test_order.py keeps it):
units; kernel/ (compiling, codes, layout, rng, heap, recording, frames, balancing, switches, pools,
timers, calls, guards, caches, queues, sources, finishing, steps, loop, acts); curves; steps; model;
load; names; sense; lowering; build; changes; guarding; actions; faults; preparing; observing;
engine; invariants. Telemetry, scenarios, journal and scoring stand above, and read only `engine`.
"""
