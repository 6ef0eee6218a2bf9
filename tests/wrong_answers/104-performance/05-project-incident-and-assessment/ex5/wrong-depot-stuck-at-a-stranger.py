# fails: ex5-tests
# why: in the depot: a scan of an unknown route stops all later ones
def doors(store, scans):
    vans = dict(store.query("SELECT id, name FROM vans"))
    packed = dict(store.query("SELECT route_id, sum(packed) FROM crates GROUP BY route_id"))
    routes = store.query("SELECT id, title, van_id FROM routes ORDER BY id")
    waiting = next(scans, None)
    for route, title, van in routes:
        came, again = {}, {}
        while waiting is not None and waiting[0] == route:
            if True:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, vans.get(van, "-"), packed.get(route, 0), len(came), list(again)
