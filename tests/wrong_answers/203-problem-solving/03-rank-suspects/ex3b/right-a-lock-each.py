def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        yield ("lock", "t")
        total = yield ("read", "total")
        yield ("write", "total", total + amount)
        yield ("unlock", "t")
        done = False
        while not done:
            count = yield ("read", "rows")
            done = yield ("swap", "rows", count, count + 1)


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
