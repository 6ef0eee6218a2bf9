import pandas as pd

def separating(rows, least, percent):
    """One table of instances."""
    if not rows:
        return "unknown", [], []
    table = pd.DataFrame([{"i": r["instance"], "n": r["count"], "e": r["count"] if r["status"] > 499 else 0} for r in rows])
    sums = table.groupby("i").sum()
    sums = sums[(sums.n >= least) & (sums.n > 0)]
    if sums.empty:
        return "unknown", [], []
    is_bad = sums.e * 100 >= percent * sums.n
    bad = sorted(sums.index[is_bad])
    good = sorted(sums.index[~is_bad])
    if not bad or not good:
        return ("all" if bad else "none"), bad, []
    labels = {r["instance"]: r["labels"] for r in rows}
    names = sorted({k for i in bad + good for k in labels[i]})
    out = []
    for name in names:
        b, g = [labels[i].get(name) for i in bad], [labels[i].get(name) for i in good]
        if not set(b) & set(g) and len(set(b + g)) < len(b + g):
            out.append(name)
    return "some", bad, out
