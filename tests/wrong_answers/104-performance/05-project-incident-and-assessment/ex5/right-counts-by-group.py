def doors(store, scans):
    venues = {number: name for number, name in store.query("SELECT id, name FROM venues")}
    sold = {event: n for event, n in store.query("SELECT event_id, count(*) FROM seats WHERE sold = 1 GROUP BY event_id")}
    known = {event: (title, venue) for event, title, venue in store.query("SELECT id, title, venue_id FROM events ORDER BY id")}

    def row(event, first, second):
        title, venue = known.pop(event)
        return title, venues.get(venue, "-"), sold.get(event, 0), len(first), list(second)

    for number, lines in groupby(scans, key=lambda scan: scan[0]):
        for event in [event for event in known if event < number]:
            yield row(event, {}, {})
        first, second = {}, {}
        for _, code in lines:
            if code in first:
                second[code] = None
            else:
                first[code] = None
        if number in known:
            yield row(number, first, second)
    for event in [*known]:
        yield row(event, {}, {})
