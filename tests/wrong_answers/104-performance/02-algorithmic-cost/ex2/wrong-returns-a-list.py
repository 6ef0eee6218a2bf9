# fails: ex2-tests-ahead
# why: merges, and returns a list of all hours
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = ((minute, -cents) for minute, cents in refunds)
    timeline = merge(sales, negative)
    return [(hour, sum(cents for _, cents in lines)) for hour, lines in groupby(timeline, key=lambda line: line[0] // 60)]
