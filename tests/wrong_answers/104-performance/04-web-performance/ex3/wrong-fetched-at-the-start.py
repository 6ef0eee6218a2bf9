# fails: ex3-tests
# why: fetches all at the start, and lets the helper run last
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "start", "click")
    split(plan, "visitors", ["forms", "members", "gifts"], "start", "click")
    plan["third_parties"]["helper"] = "idle"
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    return plan
