# fails: ex2-tests
# why: takes a net of zero for an hour without lines
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = ((minute, -cents) for minute, cents in refunds)
    for hour, lines in groupby(merge(sales, negative), key=lambda line: line[0] // 60):
        net = sum(cents for _, cents in lines)
        if net:
            yield hour, net
