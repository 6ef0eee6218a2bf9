from collections import Counter


def facts(rows, journal, limit):
    """Flags as text, searched for runs."""
    asked, failed = Counter(), Counter()
    for row in rows:
        asked[row["minute"]] += row["requests"]
        failed[row["minute"]] += row["failed"]
    if not rows:
        return None
    first, last = min(asked), max(asked)
    marks = "".join("b" if not asked[m] or failed[m] > limit * asked[m] and failed[m] / asked[m] > limit else "g" for m in range(first, last + 1))
    at = marks.find("bbb")
    if at < 0:
        return None
    stop = marks.find("ggg", at)
    start, end = first + at, None if stop < 0 else first + stop
    inside = range(start, last + 1 if end is None else end)
    said = lambda kind: sorted(line["minute"] for line in journal if line["kind"] == kind)
    declared = next((t for t in said("declare") if t >= start), None)
    resolved = (said("resolve") or [None])[-1]
    if resolved is not None and (resolved < start or (said("reopen") or [resolved])[-1] > resolved):
        resolved = None
    gap = lambda t: None if t is None else t - start
    return {
        "start": start, "end": end,
        "affected": sum(failed[m] for m in inside),
        "worst": max([failed[m] / asked[m] for m in inside if asked[m]], default=0.0),
        "to_detect": gap(declared), "to_mitigate": gap(end), "to_resolve": gap(resolved),
    }
