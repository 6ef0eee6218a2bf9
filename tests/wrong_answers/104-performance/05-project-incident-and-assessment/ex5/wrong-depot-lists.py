# fails: ex5-tests-cost
# why: in the depot: looks for each code in a list
def doors(store, scans):
    vans = dict(store.query("SELECT id, name FROM vans"))
    packed = dict(store.query("SELECT route_id, sum(packed) FROM crates GROUP BY route_id"))
    routes = store.query("SELECT id, title, van_id FROM routes ORDER BY id")
    waiting = next(scans, None)
    for route, title, van in routes:
        came, again = [], []
        while waiting is not None and waiting[0] <= route:
            if waiting[0] == route:
                code = waiting[1]
                if code not in came:
                    came.append(code)
                elif code not in again:
                    again.append(code)
            waiting = next(scans, None)
        yield title, vans.get(van, "-"), packed.get(route, 0), len(came), list(again)
