# fails: ex2-tests-ahead
# why: adds up in a dict and gives the hours at the end
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    nets = {}
    for minute, cents in sales:
        nets[minute // 60] = nets.get(minute // 60, 0) + cents
    for minute, cents in refunds:
        nets[minute // 60] = nets.get(minute // 60, 0) - cents
    yield from sorted(nets.items())
