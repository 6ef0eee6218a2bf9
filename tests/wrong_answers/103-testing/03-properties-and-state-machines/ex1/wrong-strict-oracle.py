# fails: ex1-tests
# why: compares with a right version by ==, which refuses lists for tuples
def days():
    return short


def promises(rows, spans) -> None:
    assert spans == merge(rows)


def draws(count):
    return drawn(days(), count, number=1)


def verdict(pairs):
    for rows, spans in pairs:
        try:
            promises(rows, spans)
        except NotImplementedError:
            raise
        except Exception as error:
            return f"red: {type(error).__name__}"
    return "green"
