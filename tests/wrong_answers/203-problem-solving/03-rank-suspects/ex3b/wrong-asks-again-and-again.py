# fails: ex3b-tests
# why: waits for a flag by asking, so that nobody else gets on
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        while not (yield ("swap", "busy", 0, 1)):
            pass
        total = yield ("read", "total")
        yield ("write", "total", total + amount)
        count = yield ("read", "rows")
        yield ("write", "rows", count + 1)
        yield ("write", "busy", 0)


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
