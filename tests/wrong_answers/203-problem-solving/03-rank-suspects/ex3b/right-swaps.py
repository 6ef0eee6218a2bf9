def import_rows(rows):
    """Import the rows, whatever other workers do."""
    for row in rows:
        amount = yield ("fetch", row)
        for name, more in (("total", amount), ("rows", 1)):
            while True:
                old = yield ("read", name)
                if (yield ("swap", name, old, old + more)):
                    break


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
