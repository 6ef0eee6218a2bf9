# fails: ex3b-tests
# why: takes two locks in an order that depends on the row
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        names = ["total", "rows"] if row % 4 == 1 else ["rows", "total"]
        for name in names:
            yield ("lock", name)
        total = yield ("read", "total")
        yield ("write", "total", total + amount)
        count = yield ("read", "rows")
        yield ("write", "rows", count + 1)
        for name in names:
            yield ("unlock", name)


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
