# fails: ex5-tests
# why: goes by the scans, so an event that nobody came to is not told
def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    named = {event: (title, venue) for event, title, venue in events}
    for event, lines in groupby(scans, key=lambda scan: scan[0]):
        if event in named:
            came, again = {}, {}
            for _, code in lines:
                (again if code in came else came)[code] = True
            title, venue = named[event]
            yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
