def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    names, best = list(table), (0, None)

    def extend(row):
        nonlocal best
        if combinations_of(row) & forbidden:
            return
        if len(row) == len(names):
            best = max(best, (len(combinations_of(row) & open_pairs), row), key=lambda two: two[0])
            return
        for value in table[names[len(row)]]:
            extend({**row, names[len(row)]: value})

    extend({})
    return best[1]
