# fails: ex2-tests-ahead
# why: lists what is left of a stream when the other has ended
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    def signed():
        sale, refund = next(sales, None), next(refunds, None)
        while sale is not None and refund is not None:
            if sale[0] <= refund[0]:
                yield sale
                sale = next(sales, None)
            else:
                yield refund[0], -refund[1]
                refund = next(refunds, None)
        rest = [sale, *sales] if sale is not None else []
        back = [refund, *refunds] if refund is not None else []
        yield from rest
        yield from ((minute, -cents) for minute, cents in back)

    for hour, lines in groupby(signed(), key=lambda line: line[0] // 60):
        yield hour, sum(cents for _, cents in lines)
