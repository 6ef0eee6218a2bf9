# fails: ex2-tests-cover
# why: a forbidden pair costs a point, and a row with many open pairs pays it
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    best, most = None, 0
    for values in product(*table.values()):
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        closes = len(pairs & open_pairs) - len(pairs & forbidden)
        if closes > most:
            best, most = row, closes
    return best
