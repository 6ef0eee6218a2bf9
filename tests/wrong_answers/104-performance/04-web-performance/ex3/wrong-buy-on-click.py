# fails: ex3-tests-functions
# why: lets Buy wait for the click that it is for
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    split(plan, "buying", ["buy", "main"], "idle", "click")
    plan["third_parties"]["helper"] = "click"
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    return plan
