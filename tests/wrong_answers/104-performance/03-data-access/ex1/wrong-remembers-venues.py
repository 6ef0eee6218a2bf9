# fails: ex1-tests
# why: reads the venues once and for all
_VENUES = {}


def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    if not _VENUES:
        _VENUES.update(store.query("SELECT id, name FROM venues"))
    events = [
        (event, title, _VENUES.get(venue))
        for event, title, venue in store.query("SELECT id, title, venue_id FROM events WHERE day = ? ORDER BY starts, id", [day])
    ]
    seats = store.query(
        "SELECT event_id, count(*), min(cents) FROM seats JOIN events ON events.id = event_id "
        "WHERE day = ? AND sold = 0 GROUP BY event_id",
        [day],
    )
    free = {event: (count, cheapest) for event, count, cheapest in seats}
    reviews = dict(
        store.query(
            "SELECT event_id, count(*) FROM reviews JOIN events ON events.id = event_id WHERE day = ? GROUP BY event_id",
            [day],
        )
    )
    return [(title, venue, *free.get(event, (0, None)), reviews.get(event, 0)) for event, title, venue in events]
