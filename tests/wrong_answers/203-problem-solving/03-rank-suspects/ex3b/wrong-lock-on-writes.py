# fails: ex3b-tests
# why: protects the writes, and reads before
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        total = yield ("read", "total")
        count = yield ("read", "rows")
        yield ("lock", "books")
        yield ("write", "total", total + amount)
        yield ("write", "rows", count + 1)
        yield ("unlock", "books")


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
