# fails: ex3b-tests-fetch
# why: fetches once more under the lock, to be sure
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        yield ("lock", "books")
        amount = yield ("fetch", row)
        total = yield ("read", "total")
        yield ("write", "total", total + amount)
        count = yield ("read", "rows")
        yield ("write", "rows", count + 1)
        yield ("unlock", "books")


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
