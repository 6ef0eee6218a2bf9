# fails: ex3-tests
# why: preloads what it has just put aside
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    plan["hints"] = [{"kind": "preload", "what": "rooms"}, {"kind": "preload", "what": "hero"}]
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    plan["slice_ms"] = 45
    plan["third_parties"]["stats"] = "app"
    return plan
