# fails: ex1-tests-routes
# why: joins a small shared chunk to the first of its routes
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])
    needs = {route: closure(imports, names) - start for route, names in routes.items()}
    groups = {}
    for name in imports:
        if name not in start:
            groups.setdefault(tuple(route for route in needs if name in needs[route]), []).append(name)

    size = {row["name"]: row["kb"] for row in rows}
    for key in [key for key in groups if len(key) == 2 and sum(size[name] for name in groups[key]) < 31]:
        groups[key[0],] = groups.pop(key) + groups.get((key[0],), [])
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    for key in sorted(groups, key=len, reverse=True):
        chunks.append({"name": "-".join(key), "modules": groups[key], "fetch": "click", "run": "click"})
    return chunks
