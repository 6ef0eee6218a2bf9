# fails: ex5-tests-cost
# why: one of the two queries stays in the loop
def doors(store, scans):
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT id, title, venue_id FROM events ORDER BY id")
    waiting = next(scans, None)
    for event, title, venue in events:
        name = store.query("SELECT name FROM venues WHERE id = ?", (venue,))
        came, again = {}, {}
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, name[0][0] if name else "-", sold.get(event, 0), len(came), list(again)
