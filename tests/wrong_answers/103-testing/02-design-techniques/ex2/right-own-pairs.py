from itertools import combinations


def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    best, most = None, 0
    for values in product(*reversed(table.values())):
        row = dict(zip(reversed(table), values))
        pairs = {frozenset(two) for two in combinations(row.items(), 2)}
        if len(pairs - forbidden) == len(pairs) and len(pairs & open_pairs) > most:
            best, most = row, len(pairs & open_pairs)
    return best
