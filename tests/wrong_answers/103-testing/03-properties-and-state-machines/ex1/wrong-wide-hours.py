# fails: ex1-tests
# why: draws from a million hours, so that bookings do not meet
def days():
    return st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)).map(lambda p: (p[0], sum(p))))


def promises(rows, spans) -> None:
    assert hours(spans) == hours(rows)
    assert all(start < end for start, end in spans)
    assert all(one[1] < two[0] for one, two in zip(spans, spans[1:]))


def draws(count):
    return drawn(days(), count, number=1)
