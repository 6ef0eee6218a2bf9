# fails: ex2-tests
# why: forgets that refunds go the other way
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    for hour, lines in groupby(merge(sales, refunds), key=lambda line: line[0] // 60):
        yield hour, sum(cents for _, cents in lines)
