def duties(log, end):
    """Walk along all seconds and note who answers at the end of each."""
    worn, offered, ignored, row = dict.fromkeys(HATS), {}, [], {hat: [] for hat in HATS}
    holder = lambda hat: worn[hat] or worn["ic"]
    waiting = list(enumerate(log))
    for second in range(end):
        while waiting and waiting[0][1]["t"] == second:
            number, line = waiting.pop(0)
            hat, who = line["hat"], line["who"]
            match line["does"]:
                case "take":
                    good = not holder(hat)
                    if good:
                        worn[hat] = who
                case "offer":
                    good = holder(hat) == who != line["to"]
                    if good:
                        offered[hat] = who, line["to"]
                case "accept":
                    good = offered.get(hat, ("", ""))[1] == who
                    if good:
                        worn[hat] = who
                case "drop":
                    good = worn[hat] == who
                    if good:
                        worn[hat] = None
            if not good:
                ignored.append(number)
            for name in list(offered):
                if offered[name][0] != holder(name):
                    offered.pop(name)
        for hat in HATS:
            row[hat].append(holder(hat))
    result = {"ignored": ignored}
    for hat in HATS:
        edges = [s for s in range(end) if s == 0 or row[hat][s] != row[hat][s - 1]] + [end]
        result[hat] = [(a, b, row[hat][a]) for a, b in zip(edges, edges[1:])]
    return result
