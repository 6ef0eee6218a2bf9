# fails: ex2-tests ex2-tests-cover
# why: takes the first open pair as its goal, and stops for good where that one is impossible
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    for pair in sorted(open_pairs, key=sorted)[:1]:
        best, most = None, 0
        for values in product(*table.values()):
            row = dict(zip(table, values))
            pairs = combinations_of(row)
            if pair not in pairs or pairs & forbidden:
                continue
            if len(pairs & open_pairs) > most:
                best, most = row, len(pairs & open_pairs)
        return best
    return None
