from itertools import chain


def doors(store, scans):
    rows = store.query(
        "SELECT e.id, e.title, coalesce(v.name, '-'), "
        "(SELECT count(*) FROM crates s WHERE s.route_id = e.id AND s.packed = 1) "
        "FROM routes e LEFT JOIN vans v ON v.id = e.van_id ORDER BY e.id"
    )
    hand = []
    for route, title, van, packed in rows:
        seen, again = set(), {}
        for number, code in chain(hand, scans):
            hand = [(number, code)]
            if number > route:
                break
            if number == route and code in seen:
                again.setdefault(code)
            elif number == route:
                seen.add(code)
        else:
            hand = []
        yield title, van, packed, len(seen), list(again)
