def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""

    probe = [("join", "X"), ("join", "Y"), ("serve",), ("serve",)]
    found = {}
    for n, rows in TRACES.items():
        steps, answers = [step for step, _ in rows], [got for _, got in rows]
        slip = next(s for s in SLIPS if [got for got, _ in replayed(slipping(s), steps)] == answers)
        step = next(k for k in range(1, len(steps) + 1) if fails(slipping(slip), steps[:k] + probe))
        found[n] = (slip, step)
    return found
