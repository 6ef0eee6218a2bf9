# fails: ex1-tests
# why: forgets that a booking lasts at least an hour, and draws what never comes
def days():
    return st.lists(st.tuples(hour, hour).map(sorted).map(tuple))


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
