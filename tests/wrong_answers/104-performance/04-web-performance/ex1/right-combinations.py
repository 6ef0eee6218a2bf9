from itertools import combinations

def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])
    chunks = [{"name": "start", "modules": sorted(start), "fetch": "start", "run": "start"}]

    left = {name for route in routes.values() for name in closure(imports, route)} - start
    for size in range(len(routes), 0, -1):
        for group in combinations(routes, size):
            shared = set.intersection(*(closure(imports, routes[route]) for route in group)) & left
            left -= shared
            if shared:
                chunks.append({"name": f"part-{len(chunks)}", "modules": sorted(shared), "fetch": "click", "run": "click"})
    return chunks
