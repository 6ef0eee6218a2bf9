# fails: ex3b-tests
# why: reads a flag and sets it, which are two steps
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        busy = yield ("read", "busy")
        if not busy:
            yield ("write", "busy", 1)
        total = yield ("read", "total")
        yield ("write", "total", total + amount)
        count = yield ("read", "rows")
        yield ("write", "rows", count + 1)
        yield ("write", "busy", 0)


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
