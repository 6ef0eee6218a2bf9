# fails: ex2-tests
# why: gives hours without lines, too
def net_per_hour(sales, refunds):
    """Yield (hour, sales minus refunds), as soon as an hour is over."""
    negative = ((minute, -cents) for minute, cents in refunds)
    due = None
    for hour, lines in groupby(merge(sales, negative), key=lambda line: line[0] // 60):
        while due is not None and due < hour:
            yield due, 0
            due += 1
        yield hour, sum(cents for _, cents in lines)
        due = hour + 1
