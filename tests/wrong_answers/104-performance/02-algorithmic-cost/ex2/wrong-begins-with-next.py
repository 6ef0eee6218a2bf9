# fails: ex2-tests-ends
# why: takes the first line without asking whether there is one
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    timeline = merge(sales, ((minute, -cents) for minute, cents in refunds))
    minute, net = next(timeline)
    current = minute // 60
    for minute, cents in timeline:
        if minute // 60 != current:
            yield current, net
            current, net = minute // 60, 0
        net += cents
    yield current, net
