def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    return store.query(
        "SELECT title, name, count(DISTINCT seats.id), min(cents), count(DISTINCT reviews.id) FROM events "
        "LEFT JOIN venues ON venues.id = venue_id "
        "LEFT JOIN seats ON seats.event_id = events.id AND sold = 0 "
        "LEFT JOIN reviews ON reviews.event_id = events.id "
        "WHERE day = ? GROUP BY events.id ORDER BY starts, events.id",
        [day],
    )
