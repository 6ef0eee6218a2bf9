# fails: ex3-tests-functions
# why: keeps the plan of its first call, and gives it again whatever has become of it
KEPT = []
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "idle", "click")
    split(plan, "visitors", ["forms", "members", "gifts"], "idle", "click")
    plan["third_parties"]["helper"] = "click"
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    KEPT.append(plan)
    return KEPT[0]
