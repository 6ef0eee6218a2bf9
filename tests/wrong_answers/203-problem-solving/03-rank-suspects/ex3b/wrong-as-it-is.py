# fails: ex3b-tests
# why: trusts that three rows are too few for a race
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        total = yield ("read", "total")
        yield ("write", "total", total + amount)
        count = yield ("read", "rows")
        yield ("write", "rows", count + 1)


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
