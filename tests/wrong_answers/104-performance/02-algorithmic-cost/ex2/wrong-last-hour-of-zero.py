# fails: ex2-tests
# why: asks at the end whether there is a sum left, where a sum of zero is one too
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    signed = (((minute, 1, cents) for minute, cents in sales), ((minute, -1, cents) for minute, cents in refunds))
    current, net = None, 0
    for minute, sign, cents in merge(*signed):
        if current is not None and minute // 60 != current:
            yield current, net
            net = 0
        current = minute // 60
        net += sign * cents
    if net:
        yield current, net
