# fails: ex5-tests
# why: pairs the first event with the first group, whatever their numbers
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    groups = groupby(scans, key=lambda scan: scan[0])
    for (event, title, venue), (_, lines) in zip(events, groups):
        came, again = {}, {}
        for _, code in lines:
            (again if code in came else came)[code] = True
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
