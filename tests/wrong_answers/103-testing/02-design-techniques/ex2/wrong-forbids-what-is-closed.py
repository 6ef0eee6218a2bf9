# fails: ex2-tests
# why: adds closed pairs to the caller's forbidden ones
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    best, most = None, 0
    for values in product(*table.values()):
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        if pairs & forbidden:
            continue
        closes = len(pairs & open_pairs)
        if closes > most:
            best, most = row, closes
    if best is None:
        forbidden |= open_pairs
    return best
