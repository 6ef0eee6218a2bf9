# fails: ex5-tests-again
# why: a set for those that came again, put in order by their text
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    waiting = next(scans, None)
    for event, title, venue in events:
        came, again = set(), set()
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                (again if waiting[1] in came else came).add(waiting[1])
            waiting = next(scans, None)
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), sorted(again, key=str)
