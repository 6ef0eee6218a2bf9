# fails: ex2-tests-ahead
# why: reads blocks of ten refunds, as files are read
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    def blocks(lines):
        while block := list(islice(lines, 10)):
            yield from block

    negative = ((minute, -cents) for minute, cents in blocks(refunds))
    for hour, lines in groupby(merge(sales, negative), key=lambda line: line[0] // 60):
        yield hour, sum(cents for _, cents in lines)
