def sli(judged):
    best = {}
    for click, verdict in judged:
        if verdict is None:
            continue
        best[click] = best.get(click, False) or verdict
    values = list(best.values())
    return values.count(True) / len(values) if values else None
