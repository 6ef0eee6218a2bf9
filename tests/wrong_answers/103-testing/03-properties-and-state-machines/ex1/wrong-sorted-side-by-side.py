# fails: ex1-tests
# why: compares spans with their sorted copy, and a list and a tuple have no order
def days():
    few = [(s, e) for s in range(12) for e in range(s + 1, min(s + 6, 13))]
    return st.lists(st.sampled_from(few))

def promises(rows, spans) -> None:
    assert list(spans) == sorted(spans)
    assert all(s < e for s, e in spans)
    assert hours(spans) == hours(rows)
    assert all(a[1] < b[0] for a, b in zip(spans, spans[1:]))

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
