# fails: ex5-tests-again
# why: a code belongs to the evening, so the second event finds it used
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    waiting = next(scans, None)
    came = {}
    for event, title, venue in events:
        before, again = len(came), {}
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came) - before, list(again)
