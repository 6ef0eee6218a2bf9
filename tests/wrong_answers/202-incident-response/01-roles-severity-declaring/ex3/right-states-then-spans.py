from itertools import groupby

def duties(log, end):
    """First a list of states after each line, then spans by grouping."""
    state = {"worn": {}, "offers": {}}
    ignored, stops = [], []

    def answering(worn, hat):
        return worn[hat] if hat in worn else worn.get("ic")

    def step(state, line):
        worn, offers = dict(state["worn"]), dict(state["offers"])
        who, hat = line["who"], line["hat"]
        now = answering(worn, hat)
        rules = {
            "take": now is None,
            "offer": now == who and line.get("to") != who,
            "accept": hat in offers and offers[hat]["to"] == who,
            "drop": hat in worn and worn[hat] == who,
        }
        if not rules[line["does"]]:
            return None
        if line["does"] == "drop":
            worn.pop(hat)
        elif line["does"] == "offer":
            offers[hat] = {"by": who, "to": line["to"]}
        else:
            worn[hat] = who
        kept = {h: o for h, o in offers.items() if answering(worn, h) == o["by"]}
        return {"worn": worn, "offers": kept}

    history = [(0, {})]
    for index, line in enumerate(log):
        following = step(state, line)
        if following is None:
            ignored.append(index)
            continue
        state = following
        history.append((line["t"], state["worn"]))
    times = [t for t, _ in history] + [end]
    out = {}
    for hat in HATS:
        pieces = [(a, b, answering(w, hat)) for a, b, (_, w) in zip(times, times[1:], history) if b > a]
        out[hat] = []
        for who, run in groupby(pieces, key=lambda piece: piece[2]):
            run = list(run)
            out[hat].append((run[0][0], run[-1][1], who))
    return {**out, "ignored": ignored}
