def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    return store.query(
        "SELECT title, (SELECT name FROM venues WHERE id = venue_id), "
        "(SELECT count(*) FROM seats WHERE event_id = events.id AND sold = 0), "
        "(SELECT min(cents) FROM seats WHERE event_id = events.id AND sold = 0), "
        "(SELECT count(*) FROM reviews WHERE event_id = events.id) "
        "FROM events WHERE day = ? ORDER BY starts, id",
        [day],
    )
