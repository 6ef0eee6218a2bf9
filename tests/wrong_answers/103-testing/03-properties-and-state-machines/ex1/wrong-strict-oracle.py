# fails: ex1-tests
# why: compares with a right version by ==, which refuses lists for tuples
def days():
    return short


def promises(rows, spans) -> None:
    assert spans == merge(rows)


def draws(count):
    return drawn(days(), count, number=1)
