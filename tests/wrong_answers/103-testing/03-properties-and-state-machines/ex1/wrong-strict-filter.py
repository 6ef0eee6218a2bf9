# fails: ex1-tests
# why: draws anything and throws away what is not allowed, which is nearly all of it
def days():
    return st.lists(st.tuples(hour, hour), min_size=4).filter(lambda rows: all(s < e for s, e in rows))


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
