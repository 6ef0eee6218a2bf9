def days():
    return st.lists(st.tuples(st.integers(0, 11), st.integers(1, 6)).map(lambda p: (p[0], min(sum(p), 12))))


def promises(rows, spans) -> None:
    last = -1
    for start, end in spans:
        if start <= last or end <= start:
            raise ValueError('spans touch, overlap or have no hour')
        last = end
    if hours(rows) ^ hours(spans):
        raise ValueError('an hour is lost or added')


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
