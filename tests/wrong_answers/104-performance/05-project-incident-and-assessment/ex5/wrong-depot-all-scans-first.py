# fails: ex5-tests-ahead
# why: in the depot: puts the scans into a dict by route first, and holds the whole night
def doors(store, scans):
    vans = dict(store.query("SELECT id, name FROM vans"))
    packed = dict(store.query("SELECT route_id, sum(packed) FROM crates GROUP BY route_id"))
    routes = store.query("SELECT id, title, van_id FROM routes ORDER BY id")
    held = {}
    for number, code in scans:
        held.setdefault(number, []).append(code)
    for route, title, van in routes:
        came, again = {}, {}
        for code in held.get(route, []):
            (again if code in came else came)[code] = True
        yield title, vans.get(van, "-"), packed.get(route, 0), len(came), list(again)
