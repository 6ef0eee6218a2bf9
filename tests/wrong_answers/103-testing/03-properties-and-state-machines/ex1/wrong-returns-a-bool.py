# fails: ex1-tests
# why: returns a verdict where an error was asked for
def days():
    return st.lists(st.sampled_from([(s, e) for s in range(12) for e in range(s + 1, min(s + 6, 13))]))


def promises(rows, spans) -> None:
    return hours(spans) == hours(rows) and all(one[1] < two[0] for one, two in zip(spans, spans[1:]))


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
