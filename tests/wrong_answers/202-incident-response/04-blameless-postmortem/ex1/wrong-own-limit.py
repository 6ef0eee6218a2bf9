# fails: ex1-tests
# why: uses the usual limit of 5 percent
def facts(rows: list[dict], journal: list[dict], limit: float) -> dict | None:
    """Give impact and times of an incident, or None if there was none."""
    asked, failed = {}, {}
    for row in rows:
        minute = row["minute"]
        asked[minute] = asked.get(minute, 0) + row["requests"]
        failed[minute] = failed.get(minute, 0) + row["failed"]
    if not asked:
        return None
    minutes = range(min(asked), max(asked) + 1)
    bad = {m: not asked.get(m) or failed[m] / asked[m] > 0.05 for m in minutes}

    def first_three(wanted, among):
        runs = (m for m in among if all(bad.get(m + step) is wanted for step in range(3)))
        return next(runs, None)

    start = first_three(True, minutes)
    if start is None:
        return None
    end = first_three(False, [m for m in minutes if m > start])
    window = [m for m in minutes if m >= start and (end is None or m < end)]
    times = {kind: [x["minute"] for x in journal if x["kind"] == kind]
             for kind in ("declare", "resolve", "reopen")}
    declared = [t for t in times["declare"] if t >= start]
    resolved = max(times["resolve"], default=None)
    over = resolved is not None and resolved >= start
    over = over and not any(t > resolved for t in times["reopen"])
    return {
        "start": start,
        "end": end,
        "affected": sum(failed.get(m, 0) for m in window),
        "worst": max((failed[m] / asked[m] for m in window if asked.get(m)), default=0),
        "to_detect": min(declared) - start if declared else None,
        "to_mitigate": None if end is None else end - start,
        "to_resolve": resolved - start if over else None,
    }
