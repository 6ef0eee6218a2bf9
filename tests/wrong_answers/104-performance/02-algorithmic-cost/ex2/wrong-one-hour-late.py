# fails: ex2-tests-ahead
# why: gives an hour only when the one after it is over, too
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = ((minute, -cents) for minute, cents in refunds)
    before = None
    for hour, lines in groupby(merge(sales, negative, key=lambda line: line[0]), key=lambda line: line[0] // 60):
        this = hour, sum(cents for _, cents in lines)
        if before is not None:
            yield before
        before = this
    if before is not None:
        yield before
