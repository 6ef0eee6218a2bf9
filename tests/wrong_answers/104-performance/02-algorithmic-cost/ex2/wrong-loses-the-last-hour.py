# fails: ex2-tests
# why: gives an hour when the next one begins, and the last has no next
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    signed = merge(((minute, cents) for minute, cents in sales), ((minute, -cents) for minute, cents in refunds))
    current, net = None, 0
    for minute, cents in signed:
        if current is not None and minute // 60 != current:
            yield current, net
            net = 0
        current = minute // 60
        net += cents
