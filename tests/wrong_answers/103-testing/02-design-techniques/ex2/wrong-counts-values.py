# fails: ex2-tests-few
# why: counts values that have open pairs, and not the pairs
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    open_values = {item for pair in open_pairs for item in pair}
    best, most = None, 0
    for values in product(*table.values()):
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        if pairs & forbidden or not pairs & open_pairs:
            continue
        closes = len(open_values & set(row.items()))
        if closes > most:
            best, most = row, closes
    return best
