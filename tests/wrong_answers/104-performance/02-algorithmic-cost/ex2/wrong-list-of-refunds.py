# fails: ex2-tests-ahead
# why: a list with the sign turned reads all refunds
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = [(minute, -cents) for minute, cents in refunds]
    for hour, lines in groupby(merge(sales, negative), key=lambda line: line[0] // 60):
        yield hour, sum(cents for _, cents in lines)
