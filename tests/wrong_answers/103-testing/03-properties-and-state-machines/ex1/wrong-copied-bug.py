# fails: ex1-tests
# why: the oracle is a copy that forgets touching bookings
def days():
    return st.lists(st.sampled_from([(s, e) for s in range(12) for e in range(s + 1, min(s + 6, 13))]))


def promises(rows, spans) -> None:
    merged = []
    for start, end in sorted(rows):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    assert list(map(tuple, spans)) == merged


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
