def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = closure(imports, [row["name"] for row in rows if row["effect"]])
    view = closure(imports, first) | effects
    chunks = [{"name": "view", "modules": [*view], "fetch": "start", "run": "start"}]
    owners = {}
    for route in routes:
        for name in closure(imports, routes[route]) - view:
            owners[name] = owners.get(name, "") + str(list(routes).index(route))
    for key in sorted(set(owners.values()), key=lambda text: -len(text)):
        chunks.append({"name": "routes-" + key, "modules": [name for name in owners if owners[name] == key], "fetch": "click", "run": "click"})
    return chunks
