# fails: ex5-tests
# why: joins the venue, and loses the events whose venue has closed
def doors(store, scans):
    sold = dict(store.query("SELECT event_id, sum(sold) FROM seats GROUP BY event_id"))
    events = store.query("SELECT e.id, e.title, v.name FROM events e JOIN venues v ON v.id = e.venue_id ORDER BY e.id")
    waiting = next(scans, None)
    for event, title, venue in events:
        came, again = {}, {}
        while waiting is not None and waiting[0] <= event:
            if waiting[0] == event:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, venue, sold.get(event, 0), len(came), list(again)
