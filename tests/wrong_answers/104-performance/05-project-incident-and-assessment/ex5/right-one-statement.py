def doors(store, scans):
    waiting = next(scans, None)
    rows = store.query(
        "SELECT e.id, e.title, coalesce(v.name, '-'), "
        "(SELECT count(*) FROM seats s WHERE s.event_id = e.id AND s.sold = 1) "
        "FROM events e LEFT JOIN venues v ON v.id = e.venue_id ORDER BY e.id"
    )
    for event, title, venue, sold in rows:
        seen, again = set(), {}
        while waiting is not None and waiting[0] <= event:
            number, code = waiting
            if number == event:
                if code in seen:
                    again.setdefault(code)
                else:
                    seen.add(code)
            waiting = next(scans, None)
        yield title, venue, sold, len(seen), list(again)
