# fails: ex5-tests-ahead
# why: groupby looks lazy, and a dict of its groups reads all of it
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    groups = {number: list(lines) for number, lines in groupby(scans, key=lambda scan: scan[0])}
    for event, title, venue in events:
        came, again = {}, {}
        for _, code in groups.get(event, []):
            (again if code in came else came)[code] = True
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
