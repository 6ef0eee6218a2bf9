# fails: ex3b-tests ex3b-tests-steps
# why: counts the worker's rows as one
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    total_here = 0
    for row in rows:
        total_here += yield ("fetch", row)
    yield ("lock", "books")
    total = yield ("read", "total")
    yield ("write", "total", total + total_here)
    count = yield ("read", "rows")
    yield ("write", "rows", count + 1)
    yield ("unlock", "books")


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
