# fails: ex1-tests-first
# why: breaks nothing and saves nothing
def bundles(rows, first, routes):
    """Cut modules into chunks."""
    return [{"name": "app", "modules": [row["name"] for row in rows], "fetch": "start", "run": "start"}]
