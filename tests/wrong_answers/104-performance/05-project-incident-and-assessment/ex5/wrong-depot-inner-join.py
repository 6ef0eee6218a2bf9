# fails: ex5-tests
# why: in the depot: joins the van, and loses the routes that have none
def doors(store, scans):
    packed = dict(store.query("SELECT route_id, sum(packed) FROM crates GROUP BY route_id"))
    routes = store.query("SELECT e.id, e.title, v.name FROM routes e JOIN vans v ON v.id = e.van_id ORDER BY e.id")
    waiting = next(scans, None)
    for route, title, van in routes:
        came, again = {}, {}
        while waiting is not None and waiting[0] <= route:
            if waiting[0] == route:
                (again if waiting[1] in came else came)[waiting[1]] = True
            waiting = next(scans, None)
        yield title, van, packed.get(route, 0), len(came), list(again)
