# fails: ex3b-tests
# why: swaps and does not look whether it worked
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        total = yield ("read", "total")
        yield ("swap", "total", total, total + amount)
        count = yield ("read", "rows")
        yield ("swap", "rows", count, count + 1)


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
