# fails: ex2-tests
# why: makes a list of the groups first, and then they are empty
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = ((minute, -cents) for minute, cents in refunds)
    groups = list(groupby(merge(sales, negative), key=lambda line: line[0] // 60))
    for hour, lines in groups:
        yield hour, sum(cents for _, cents in lines)
