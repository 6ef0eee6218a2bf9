# fails: ex2-tests, ex2-tests-cover
# why: looks for forbidden pairs of neighbouring options only
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    best, most = None, 0
    for values in product(*table.values()):
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        near = {frozenset(two) for two in zip(row.items(), list(row.items())[1:])}
        if near & forbidden:
            continue
        closes = len(pairs & open_pairs)
        if closes > most:
            best, most = row, closes
    return best
