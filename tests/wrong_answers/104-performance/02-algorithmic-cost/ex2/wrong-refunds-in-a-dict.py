# fails: ex2-tests-ahead
# why: sums up the refunds by hour first
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    back = {}
    for minute, cents in refunds:
        back[minute // 60] = back.get(minute // 60, 0) + cents
    for hour, lines in groupby(sales, key=lambda line: line[0] // 60):
        yield hour, sum(cents for _, cents in lines) - back.pop(hour, 0)
