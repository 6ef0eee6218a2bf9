# fails: ex5-tests-cost
# why: asks for ten events at a time, so the statements still grow with the evening
def doors(store, scans):
    venues, sold = {}, {}
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    for begin in range(0, len(events), 10):
        block = events[begin : begin + 10]
        marks = ", ".join("?" * len(block))
        venues.update(store.query(f"SELECT id, name FROM venues WHERE id IN ({marks})", [venue for _, _, venue in block]))
        sold.update(store.query(f"SELECT event_id, sum(sold) FROM seats WHERE event_id IN ({marks}) GROUP BY event_id", [event for event, _, _ in block]))
    waiting = next(scans, None)
    for event, title, venue in events:
        came, again = {}, {}
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, venues.get(venue, "-"), sold.get(event, 0), len(came), list(again)
