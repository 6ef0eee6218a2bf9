# fails: ex5-tests-again
# why: a code that comes three times is told twice
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    waiting = next(scans, None)
    for event, title, venue in events:
        came, again = {}, []
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                if waiting[1] in came:
                    again.append(waiting[1])
                came[waiting[1]] = True
            waiting = next(scans, None)
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
