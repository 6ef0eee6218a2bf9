def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    sale, refund = next(sales, None), next(refunds, None)
    while sale is not None or refund is not None:
        hour = min(line[0] // 60 for line in (sale, refund) if line is not None)
        net = 0
        while sale is not None and sale[0] // 60 == hour:
            net += sale[1]
            sale = next(sales, None)
        while refund is not None and refund[0] // 60 == hour:
            net -= refund[1]
            refund = next(refunds, None)
        yield hour, net
