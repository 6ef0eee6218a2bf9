# fails: ex1-tests
# why: orders by the start alone, and ties came by id as long as the table was read in that order
def page(store, day):
    events = store.query("SELECT events.id, title, name FROM events LEFT JOIN venues ON venues.id = venue_id WHERE day = ? ORDER BY starts", [day])
    seats = {e: (n, c) for e, n, c in store.query("SELECT event_id, count(*), min(cents) FROM seats WHERE sold = 0 GROUP BY event_id")}
    reviews = dict(store.query("SELECT event_id, count(*) FROM reviews GROUP BY event_id"))
    return [(t, v, *seats.get(e, (0, None)), reviews.get(e, 0)) for e, t, v in events]
