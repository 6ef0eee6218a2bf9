from collections import Counter

def separating(rows, least, percent):
    """Two counters and a pass over pairs of instances."""
    total, failed, tags = Counter(), Counter(), {}
    for row in rows:
        total[row["instance"]] += row["count"]
        failed[row["instance"]] += row["count"] * (row["status"] >= 500)
        tags[row["instance"]] = row["labels"]
    judged = {n for n, c in total.items() if c > 0 and c >= least}
    bad = {n for n in judged if 100 * failed[n] >= percent * total[n]}
    good = judged - bad
    if not judged:
        kind = "unknown"
    elif not bad:
        kind = "none"
    elif not good:
        kind = "all"
    else:
        kind = "some"
    labels = []
    if kind == "some":
        for label in sorted(set().union(*(tags[n] for n in judged))):
            apart = all(tags[b].get(label) != tags[g].get(label) for b in bad for g in good)
            unique = len({tags[n].get(label) for n in judged}) == len(judged)
            if apart and not unique:
                labels.append(label)
    return kind, sorted(bad), labels
