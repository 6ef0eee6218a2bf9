# fails: ex2-tests
# why: pairs the hours of both streams by zip
def _hours(lines):
    for hour, group in groupby(lines, key=lambda line: line[0] // 60):
        yield hour, sum(cents for _, cents in group)


def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    for (hour, sold), (_, refunded) in zip(_hours(sales), _hours(refunds)):
        yield hour, sold - refunded
