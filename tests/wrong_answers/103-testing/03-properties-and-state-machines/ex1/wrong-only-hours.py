# fails: ex1-tests
# why: bookings that are returned as they came keep their hours
def days():
    return st.lists(st.sampled_from([(s, e) for s in range(12) for e in range(s + 1, min(s + 6, 13))]))


def promises(rows, spans) -> None:
    assert hours(spans) == hours(rows)


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
