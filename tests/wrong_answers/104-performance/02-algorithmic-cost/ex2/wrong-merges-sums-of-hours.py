# fails: ex2-tests-ahead
# why: merges the sums of hours, and for that needs the next hour of each stream
def _hours(lines, sign):
    for hour, group in groupby(lines, key=lambda line: line[0] // 60):
        yield hour, sign * sum(cents for _, cents in group)


def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    both = merge(_hours(sales, 1), _hours(refunds, -1))
    for hour, parts in groupby(both, key=lambda one: one[0]):
        yield hour, sum(net for _, net in parts)
