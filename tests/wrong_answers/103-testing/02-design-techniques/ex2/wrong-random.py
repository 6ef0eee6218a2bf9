# fails: ex2-tests-few
# why: a random row that closes anything
import random


def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    rows = list(product(*table.values()))
    random.shuffle(rows)
    for values in rows:
        row = dict(zip(table, values))
        pairs = combinations_of(row)
        if not pairs & forbidden and pairs & open_pairs:
            return row
    return None
