# fails: ex5-tests-ahead
# why: puts the scans into a dict by event first: quick, and it holds the whole evening
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    held = {}
    for number, code in scans:
        held.setdefault(number, []).append(code)
    for event, title, venue in events:
        came, again = {}, {}
        for code in held.get(event, []):
            (again if code in came else came)[code] = True
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
