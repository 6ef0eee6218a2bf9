def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    first = {}
    second = {}
    for row in rows:
        kept = first.setdefault(row[0], row)
        if kept is not row:
            second.setdefault(row[0], row[0])
    return [tuple(row) for row in first.values()], [*second.values()]
