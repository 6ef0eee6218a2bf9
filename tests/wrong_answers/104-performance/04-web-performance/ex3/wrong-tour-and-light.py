# fails: ex3-tests
# why: stops at the measures that serve the eye
def improve(plan):
    """Give a better plan."""
    split(plan, "rooms", ["viewer", "tour", "floors"], "click", "click")
    for picture in plan["pictures"].values():
        picture["encoding"] = "light"
    return plan
