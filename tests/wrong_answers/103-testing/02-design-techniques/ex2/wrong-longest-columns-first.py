# fails: ex2-tests
# why: puts long columns of the caller's table first
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    order = sorted(table, key=lambda name: -len(table[name]))
    for name in order:
        table[name] = table.pop(name)
    best, most = None, 0
    for values in product(*table.values()):
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        if pairs & forbidden:
            continue
        closes = len(pairs & open_pairs)
        if closes > most:
            best, most = row, closes
    return best
