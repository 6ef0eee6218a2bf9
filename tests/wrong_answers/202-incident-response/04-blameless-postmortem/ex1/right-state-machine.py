def facts(rows, journal, limit):
    """One pass over the minutes with a counter for the run."""
    sums = {}
    for row in rows:
        asked, failed = sums.get(row["minute"], (0, 0))
        sums[row["minute"]] = (asked + row["requests"], failed + row["failed"])
    if not sums:
        return None
    start = end = None
    run = 0
    for minute in range(min(sums), max(sums) + 1):
        asked, failed = sums.get(minute, (0, 0))
        bad = asked == 0 or failed / asked > limit
        run = run + 1 if bad == (start is None) else 0
        if run == 3:
            if start is None:
                start, run = minute - 2, 0
            else:
                end = minute - 2
                break
    if start is None:
        return None
    inside = {m: v for m, v in sums.items() if m >= start and (end is None or m < end)}
    found = dict(start=start, end=end, affected=sum(f for _, f in inside.values()))
    found["worst"] = max([0] + [f / a for a, f in inside.values() if a > 0])
    found["to_mitigate"] = end - start if end is not None else None
    found["to_detect"] = found["to_resolve"] = None
    for line in sorted(journal, key=lambda x: (x["minute"], x["kind"] == "resolve")):
        late = line["minute"] - start
        if line["kind"] == "declare" and late >= 0 and found["to_detect"] is None:
            found["to_detect"] = late
        if line["kind"] == "resolve":
            found["to_resolve"] = late if late >= 0 else None
        if line["kind"] == "reopen":
            found["to_resolve"] = None
    return found
