def import_rows(rows):
    """Import the rows, whatever other workers do."""
    amounts = []
    for row in rows:
        amounts.append((yield ("fetch", row)))
    yield ("lock", "books")
    for name, more in (("total", sum(amounts)), ("rows", len(rows))):
        value = yield ("read", name)
        yield ("write", name, value + more)
    yield ("unlock", "books")


def outcomes(rows, preemptions=2):          # the tests use it: leave it as it is
    return evidence.summed_up(import_rows, rows, preemptions)
