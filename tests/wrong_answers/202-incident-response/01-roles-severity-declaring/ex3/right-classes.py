def duties(log, end):
    """One small object a hat, and a ledger of changes per hat."""
    class Hat:
        def __init__(self):
            self.wearer, self.offer, self.changes = None, None, []

    hats = {name: Hat() for name in HATS}

    def owner(name):
        own = hats[name].wearer
        return own if own is not None else hats["ic"].wearer

    def apply(who, does, name, to):
        hat = hats[name]
        if does == "take":
            if owner(name) is not None:
                return False
            hat.wearer = who
        elif does == "offer":
            if who != owner(name) or to == who:
                return False
            hat.offer = (who, to)
        elif does == "accept":
            if hat.offer is None or hat.offer[1] != who:
                return False
            hat.wearer, hat.offer = who, None
        else:
            if hat.wearer != who:
                return False
            hat.wearer = None
        return True

    ignored = []
    points = [(0, {name: None for name in HATS})]
    for number, line in enumerate(log):
        if not apply(line["who"], line["does"], line["hat"], line.get("to")):
            ignored.append(number)
        for name, hat in hats.items():
            if hat.offer and hat.offer[0] != owner(name):
                hat.offer = None
        points.append((line["t"], {name: owner(name) for name in HATS}))
    result = {"ignored": ignored}
    for name in HATS:
        spans = []
        for (start, state), (stop, _) in zip(points, [*points[1:], (end, None)]):
            if start == stop:
                continue
            if spans and spans[-1][2] == state[name]:
                spans[-1] = (spans[-1][0], stop, state[name])
            else:
                spans.append((start, stop, state[name]))
        result[name] = spans
    return result
