# fails: ex1-tests
# why: a file for each module: too many, and circles are torn apart
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    imports = {row["name"]: row["imports"] for row in rows}
    effects = [row["name"] for row in rows if row["effect"]]
    start = closure(imports, [*first, *effects])

    return [{"name": name, "modules": [name], "fetch": "start" if name in start else "click", "run": "start" if name in start else "click"} for name in imports]
