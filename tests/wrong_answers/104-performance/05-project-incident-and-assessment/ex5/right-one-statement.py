from itertools import chain


def doors(store, scans):
    rows = store.query(
        "SELECT e.id, e.title, coalesce(v.name, '-'), "
        "(SELECT count(*) FROM seats s WHERE s.event_id = e.id AND s.sold = 1) "
        "FROM events e LEFT JOIN venues v ON v.id = e.venue_id ORDER BY e.id"
    )
    hand = []
    for event, title, venue, sold in rows:
        seen, again = set(), {}
        for number, code in chain(hand, scans):
            hand = [(number, code)]
            if number > event:
                break
            if number == event and code in seen:
                again.setdefault(code)
            elif number == event:
                seen.add(code)
        else:
            hand = []
        yield title, venue, sold, len(seen), list(again)
