# fails: ex2-tests-few
# why: the first row that closes anything, which is most often one pair
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    for values in product(*table.values()):
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        if not pairs & forbidden and pairs & open_pairs:
            return row
    return None
