# fails: ex1-tests-edges
# why: draws office hours, and the ends of the day are never tried
def days():
    return st.lists(st.tuples(st.integers(1, 10), st.integers(1, 3)).map(lambda p: (p[0], min(sum(p), 11))))


def promises(rows, spans) -> None:
    assert hours(spans) == hours(rows)
    assert all(start < end for start, end in spans)
    assert all(one[1] < two[0] for one, two in zip(spans, spans[1:]))


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
