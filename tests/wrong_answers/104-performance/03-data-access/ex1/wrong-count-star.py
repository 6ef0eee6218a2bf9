# fails: ex1-tests
# why: count(*) of a left join gives 1 for an event without seats
def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    events = store.query(
        "SELECT events.id, title, name, count(*), min(cents) FROM events LEFT JOIN venues ON venues.id = venue_id "
        "LEFT JOIN seats ON seats.event_id = events.id AND sold = 0 WHERE day = ? GROUP BY events.id ORDER BY starts, events.id",
        [day],
    )
    reviews = dict(
        store.query(
            "SELECT event_id, count(*) FROM reviews JOIN events ON events.id = event_id WHERE day = ? GROUP BY event_id",
            [day],
        )
    )
    return [(title, venue, count, cheapest, reviews.get(event, 0)) for event, title, venue, count, cheapest in events]
