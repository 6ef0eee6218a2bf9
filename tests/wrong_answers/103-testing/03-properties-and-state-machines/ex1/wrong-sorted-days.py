# fails: ex1-tests
# why: draws bookings in the order of their starts, as a calendar would list them
def days():
    return st.lists(st.sampled_from([(s, e) for s in range(12) for e in range(s + 1, min(s + 6, 13))])).map(sorted)


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
