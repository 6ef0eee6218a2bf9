# fails: ex1-tests-edges
# why: three bookings show everything, it is thought
def days():
    return st.lists(st.sampled_from([(s, s + n) for s in range(12) for n in range(1, 6) if s + n <= 12]), max_size=3)


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
