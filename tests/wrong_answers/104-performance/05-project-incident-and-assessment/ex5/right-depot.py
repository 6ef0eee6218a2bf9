def doors(store, scans):
    vans = dict(store.query("SELECT id, name FROM vans"))
    packed = dict(store.query("SELECT route_id, sum(packed) FROM crates GROUP BY route_id"))
    in_hand = next(scans, None)
    for route, title, van in store.query("SELECT id, title, van_id FROM routes ORDER BY id"):
        seen, twice = set(), []
        told = set()
        while in_hand is not None and in_hand[0] <= route:
            number, code = in_hand
            if number == route and code not in seen:
                seen.add(code)
            elif number == route and code not in told:
                told.add(code)
                twice.append(code)
            in_hand = next(scans, None)
        yield title, vans.get(van, "-"), packed.get(route, 0), len(seen), twice
