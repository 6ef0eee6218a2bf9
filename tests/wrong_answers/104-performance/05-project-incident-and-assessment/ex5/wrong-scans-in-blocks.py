# fails: ex5-tests-ahead
# why: reads scans in blocks of eight, as one reads a file
from itertools import islice


def in_blocks(scans):
    while block := list(islice(scans, 8)):
        yield from block


def doors(store, scans):
    venues = dict(store.query("SELECT id, name FROM venues"))
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    scans = in_blocks(scans)
    waiting = next(scans, None)
    for event, title, venue in events:
        came, again = {}, {}
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
