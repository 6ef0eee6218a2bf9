# fails: ex2-tests
# why: makes a dict of an hour's lines, so one line a minute is left
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = ((minute, -cents) for minute, cents in refunds)
    for hour, lines in groupby(merge(sales, negative), key=lambda line: line[0] // 60):
        yield hour, sum(dict(lines).values())
