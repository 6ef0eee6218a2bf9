def measure(rows, declared, allowed, hold):
    began = since = None
    harm = 0
    for second, requests, bad in rows:
        if 1000 * bad > allowed * requests:
            began = second if began is None else began
            since = None
        elif began is not None and since is None:
            since = second
        if began is not None:
            harm += bad
    if since is not None and rows[-1][0] < since + hold:
        since = None
    return {
        "began": began,
        "detect": None if began is None or declared is None else max(0, declared - began),
        "restored": since,
        "resolve": None if since is None else since - began,
        "harm": harm,
    }


def spared(harm, nothing, best):
    avoidable = nothing - best
    if avoidable <= 0:
        return 0
    return max(0, min(1, (nothing - harm) / avoidable))
