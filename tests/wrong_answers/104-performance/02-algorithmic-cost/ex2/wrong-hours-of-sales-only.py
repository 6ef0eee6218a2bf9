# fails: ex2-tests
# why: goes by the hours that have sales, and drops refunds of other hours
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    refund = next(refunds, None)
    for hour, lines in groupby(sales, key=lambda line: line[0] // 60):
        net = sum(cents for _, cents in lines)
        while refund is not None and refund[0] // 60 <= hour:
            if refund[0] // 60 == hour:
                net -= refund[1]
            refund = next(refunds, None)
        yield hour, net
