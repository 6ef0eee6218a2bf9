# fails: ex5-tests-cost
# why: mends the queries and the memory, and leaves the search through the lists
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    waiting = next(scans, None)
    for event, title, venue in events:
        came, again = [], []
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                code = waiting[1]
                if code not in came:
                    came.append(code)
                elif code not in again:
                    again.append(code)
            waiting = next(scans, None)
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
