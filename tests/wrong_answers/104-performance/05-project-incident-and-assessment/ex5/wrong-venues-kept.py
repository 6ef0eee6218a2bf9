# fails: ex5-tests
# why: keeps the venues of its first call, and never hears of a new name
VENUES = {}


def doors(store, scans):
    if not VENUES:
        VENUES.update(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    waiting = next(scans, None)
    for event, title, venue in events:
        came, again = {}, {}
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, VENUES.get(venue, "-"), sold.get(event, 0), len(came), list(again)
