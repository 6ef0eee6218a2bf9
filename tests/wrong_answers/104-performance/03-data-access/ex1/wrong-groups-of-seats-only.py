# fails: ex1-tests
# why: groups by event over the seats, so events without free seats are gone
def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    rows = store.query(
        "SELECT events.id, title, name, count(*), min(cents) FROM seats JOIN events ON events.id = event_id "
        "LEFT JOIN venues ON venues.id = venue_id WHERE day = ? AND sold = 0 GROUP BY events.id ORDER BY starts, events.id",
        [day],
    )
    reviews = dict(
        store.query(
            "SELECT event_id, count(*) FROM reviews JOIN events ON events.id = event_id WHERE day = ? GROUP BY event_id",
            [day],
        )
    )
    return [(title, venue, count, cheapest, reviews.get(event, 0)) for event, title, venue, count, cheapest in rows]
