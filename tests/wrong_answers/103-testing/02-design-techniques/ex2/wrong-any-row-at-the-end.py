# fails: ex2-tests
# why: gives any legal row when nothing is open
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    best, most = None, 0
    for values in product(*table.values()):
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        if pairs & forbidden:
            continue
        closes = len(pairs & open_pairs)
        if closes > most or not open_pairs:
            best, most = row, closes
    return best
