# fails: ex2-tests, ex2-tests-cover, ex2-tests-few
# why: compares values in lower case
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    best, most = None, 0
    for values in product(*table.values()):
        row = {name: value.lower() for name, value in zip(table, values)}
        pairs = combinations_of(row)
        if pairs & forbidden:
            continue
        closes = len(pairs & open_pairs)
        if closes > most:
            best, most = row, closes
    return best
