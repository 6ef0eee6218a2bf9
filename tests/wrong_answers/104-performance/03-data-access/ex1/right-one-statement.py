def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    return store.query(
        """
        SELECT title, name, coalesce(free, 0), cheapest, coalesce(reviews, 0)
        FROM events
        LEFT JOIN venues ON venues.id = events.venue_id
        LEFT JOIN (SELECT event_id, count(*) AS free, min(cents) AS cheapest FROM seats WHERE sold = 0 GROUP BY event_id) AS s
            ON s.event_id = events.id
        LEFT JOIN (SELECT event_id, count(*) AS reviews FROM reviews GROUP BY event_id) AS r ON r.event_id = events.id
        WHERE day = ? ORDER BY starts, events.id
        """,
        (day,),
    )
