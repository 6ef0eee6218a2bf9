# fails: ex1-tests
# why: counts different prices instead of seats
def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    events = store.query(
        "SELECT events.id, title, name FROM events LEFT JOIN venues ON venues.id = venue_id "
        "WHERE day = ? ORDER BY starts, events.id",
        [day],
    )
    seats = store.query(
        "SELECT event_id, count(DISTINCT cents), min(cents) FROM seats JOIN events ON events.id = event_id "
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
