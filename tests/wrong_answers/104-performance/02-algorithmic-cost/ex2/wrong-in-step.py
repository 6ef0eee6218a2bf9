# fails: ex2-tests-ahead
# why: reads both streams in step, a sale and a refund each time
from itertools import zip_longest


def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    nets = {}
    for sale, refund in zip_longest(sales, refunds):
        due = []
        for line, sign in ((sale, 1), (refund, -1)):
            if line is not None:
                nets[line[0] // 60] = nets.get(line[0] // 60, 0) + sign * line[1]
                due.append(line[0] // 60)
        for hour in sorted(nets):
            if hour < min(due):
                yield hour, nets.pop(hour)
    yield from sorted(nets.items())
