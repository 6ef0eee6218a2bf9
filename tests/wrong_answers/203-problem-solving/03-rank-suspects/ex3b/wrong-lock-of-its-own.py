# fails: ex3b-tests
# why: each worker has a lock that nobody else knows
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        yield ("lock", f"books {row}")
        total = yield ("read", "total")
        yield ("write", "total", total + amount)
        count = yield ("read", "rows")
        yield ("write", "rows", count + 1)
        yield ("unlock", f"books {row}")


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
