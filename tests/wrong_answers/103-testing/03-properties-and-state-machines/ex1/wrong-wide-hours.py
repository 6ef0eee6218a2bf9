# fails: ex1-tests
# why: draws from thousands of hours, so that bookings do not meet
def days():
    return st.lists(st.tuples(st.integers(0, 10**4), st.integers(1, 10**3)).map(lambda p: (p[0], sum(p))))


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
