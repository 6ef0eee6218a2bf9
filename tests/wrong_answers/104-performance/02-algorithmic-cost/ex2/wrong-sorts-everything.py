# fails: ex2-tests-ahead
# why: sorts both streams together, which reads them to the end
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    lines = sorted(chain(sales, ((minute, -cents) for minute, cents in refunds)))
    for hour, group in groupby(lines, key=lambda line: line[0] // 60):
        yield hour, sum(cents for _, cents in group)
