def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    places = {}
    for place, (number, _) in enumerate(rows):
        places.setdefault(number, []).append(place)
    listing = [(number, rows[where[0]][1]) for number, where in places.items()]
    seconds = sorted(where[1] for where in places.values() if len(where) > 1)
    return listing, [rows[place][0] for place in seconds]
