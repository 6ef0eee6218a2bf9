# fails: ex1-tests-first
# why: looks at direct imports of the first view only
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    start = {row["name"] for row in rows if row["effect"]} | {*first}
    for name in [*start]:
        start |= {*imports[name]}
    needs = {route: closure(imports, names) - start for route, names in routes.items()}
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    groups = {}
    for name in imports:
        if name not in start:
            groups.setdefault(tuple(route for route in needs if name in needs[route]), []).append(name)
    for number, key in enumerate(sorted(groups, key=len, reverse=True)):
        chunks.append({"name": f"part-{number}", "modules": groups[key], "fetch": "click", "run": "click"})
    return chunks
