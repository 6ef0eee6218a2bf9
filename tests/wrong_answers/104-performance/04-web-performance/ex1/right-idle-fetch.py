def bundles(rows, first, routes):
    """Cut modules into chunks."""
    graph = {row["name"]: set(row["imports"]) for row in rows}
    def reach(names):
        seen = set(names)
        while True:
            more = seen.union(*(graph[name] for name in seen))
            if more == seen:
                return seen
            seen = more
    begin = reach([*first, *[row["name"] for row in rows if row["effect"]]])
    users = {name: frozenset(route for route, names in routes.items() if name in reach(names)) for name in graph}
    result = [dict(name="main-bundle", modules=[name for name in graph if name in begin], fetch="start", run="start")]
    for number, group in enumerate(sorted({users[name] for name in graph if name not in begin}, key=lambda one: (-len(one), sorted(one)))):
        result.append(dict(name=f"later-{number}", modules=[name for name in graph if users[name] == group and name not in begin], fetch="idle", run="click"))
    return result
