# fails: ex3b-tests ex3b-tests-steps
# why: gives the lock back between the read and the write
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        for name, more in (("total", amount), ("rows", 1)):
            yield ("lock", name)
            value = yield ("read", name)
            yield ("unlock", name)
            yield ("lock", name)
            yield ("write", name, value + more)
            yield ("unlock", name)


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
