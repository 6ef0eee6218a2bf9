def _blocks(values, size=900):
    return [values[start : start + size] for start in range(0, len(values), size)]


def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    events = store.query(
        "SELECT e.id, e.title, v.name FROM events e LEFT JOIN venues v ON v.id = e.venue_id WHERE e.day = ? ORDER BY e.starts, e.id",
        [day],
    )
    seats, stars = {}, {}
    for block in _blocks([event for event, _, _ in events]):
        marks = ",".join("?" * len(block))
        for event, cents in store.query(f"SELECT event_id, cents FROM seats WHERE sold = 0 AND event_id IN ({marks})", block):
            seats.setdefault(event, []).append(cents)
        for (event,) in store.query(f"SELECT event_id FROM reviews WHERE event_id IN ({marks})", block):
            stars[event] = stars.get(event, 0) + 1
    return [
        (title, venue, len(seats.get(event, [])), min(seats.get(event, []), default=None), stars.get(event, 0))
        for event, title, venue in events
    ]
