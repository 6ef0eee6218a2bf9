# fails: ex1-tests-trips
# why: asks for the counts of as many events as the database accepts
def page(store, day):
    """Give a line (title, venue, free, cheapest, reviews) for each event of the day."""
    events = store.query(
        "SELECT events.id, title, name FROM events LEFT JOIN venues ON venues.id = venue_id "
        "WHERE day = ? ORDER BY starts, events.id",
        [day],
    )
    ids = [event for event, _, _ in events][:999]
    marks = ",".join("?" * len(ids))
    sql = f"SELECT event_id, count(*), min(cents) FROM seats WHERE sold = 0 AND event_id IN ({marks}) GROUP BY event_id"
    free = {event: (count, cheapest) for event, count, cheapest in store.query(sql, ids)}
    reviews = dict(store.query(f"SELECT event_id, count(*) FROM reviews WHERE event_id IN ({marks}) GROUP BY event_id", ids))
    return [(title, venue, *free.get(event, (0, None)), reviews.get(event, 0)) for event, title, venue in events]
