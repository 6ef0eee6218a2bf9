# fails: ex2-tests
# why: pairs each sale with the refund of its minute only
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    refund = next(refunds, None)
    for hour, lines in groupby(sales, key=lambda line: line[0] // 60):
        net = 0
        for minute, cents in lines:
            net += cents
            if refund is not None and refund[0] == minute:
                net -= refund[1]
                refund = next(refunds, None)
        yield hour, net
