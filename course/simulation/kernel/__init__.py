"""The compiled event loop: arrays in, arrays out. Only the files above know names and units.

Files in reading order: numba_cache (what is compiled, and where the result is kept), codes (numbers
that stand for words), world_layout (the world as one array), heap (the calendar), rng (draws by
key), request_frames, recording (durations, spans, log lines), arrivals,
access_control, processors (cores that are shared), resources (caches, pools, queues), calls (and
the end of a frame), step_handlers, event_loop, and state_changes, which Python calls between two
advances of the loop.
"""
