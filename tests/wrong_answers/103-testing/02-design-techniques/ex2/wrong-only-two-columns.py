# fails: ex2-tests-few
# why: fills the other options with their first value
def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    for pair in sorted(open_pairs, key=sorted):
        row = {option: values[0] for option, values in table.items()} | dict(pair)
        if not combinations_of(row) & forbidden:
            return row
    return None
