def next_row(open_pairs: set, table: dict, forbidden: set) -> dict | None:
    """Give a row without forbidden pairs that closes open ones, or None if there is none."""
    rows = [dict(zip(table, values)) for values in product(*table.values())]
    legal = [row for row in rows if combinations_of(row).isdisjoint(forbidden)]
    best = max(legal, key=lambda row: len(combinations_of(row) & open_pairs), default=None)
    if best is None or not combinations_of(best) & open_pairs:
        return None
    return best
