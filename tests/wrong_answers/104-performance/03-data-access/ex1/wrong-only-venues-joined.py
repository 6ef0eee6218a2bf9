# fails: ex1-tests-trips
# why: joins the venues and leaves two queries in the loop
def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    events = store.query(
        "SELECT events.id, title, name FROM events LEFT JOIN venues ON venues.id = venue_id "
        "WHERE day = ? ORDER BY starts, events.id",
        [day],
    )
    lines = []
    for event, title, venue in events:
        (free,) = store.query("SELECT count(*), min(cents) FROM seats WHERE event_id = ? AND sold = 0", [event])
        (reviews,) = store.query("SELECT count(*) FROM reviews WHERE event_id = ?", [event])
        lines.append((title, venue, *free, *reviews))
    return lines
