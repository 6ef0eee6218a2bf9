import numpy as np


def facts(rows, journal, limit):
    """Arrays over the whole range of minutes."""
    if not rows:
        return None
    first = min(r["minute"] for r in rows)
    size = max(r["minute"] for r in rows) - first + 1
    asked, failed = np.zeros(size, int), np.zeros(size, int)
    for r in rows:
        asked[r["minute"] - first] += r["requests"]
        failed[r["minute"] - first] += r["failed"]
    share = np.divide(failed, asked, out=np.full(size, np.nan), where=asked > 0)
    bad = np.isnan(share) | (share > limit)

    def run(flags, since):
        for n in range(since, size - 2):
            if flags[n : n + 3].all():
                return n
        return None

    a = run(bad, 0)
    if a is None:
        return None
    z = run(~bad, a)
    cut = slice(a, z)
    known = share[cut][~np.isnan(share[cut])]
    at = {kind: [x["minute"] for x in journal if x["kind"] == kind] for kind in ("declare", "resolve", "reopen")}
    start = first + a
    declared = [t - start for t in at["declare"] if t >= start]
    last = max(at["resolve"], default=start - 1)
    fine = last >= start and max(at["reopen"], default=last) <= last
    return {
        "start": start, "end": None if z is None else first + z,
        "affected": int(failed[cut].sum()), "worst": float(known.max()) if known.size else 0,
        "to_detect": min(declared, default=None), "to_mitigate": None if z is None else z - a,
        "to_resolve": last - start if fine else None,
    }
