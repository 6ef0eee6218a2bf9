# fails: ex3b-tests
# why: tries again with the value that it read at first
def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        for name, more in (("total", amount), ("rows", 1)):
            value = yield ("read", name)
            while not (yield ("swap", name, value, value + more)):
                pass


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
