# fails: ex2-tests
# why: joins equal lines of one minute
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = ((minute, -cents) for minute, cents in refunds)
    for hour, lines in groupby(merge(sales, negative), key=lambda line: line[0] // 60):
        kept = []
        for line in lines:
            if (line[0], -line[1]) in kept:
                continue
            kept.append(line)
        yield hour, sum(cents for _, cents in kept)
