from copy import deepcopy

def improve(plan):
    """Give a better plan."""
    better = deepcopy(plan)
    for name, modules in (("tour", ["tour"]), ("floors", ["floors"]), ("viewer", ["viewer"])):
        split(better, name, modules, "click", "click")
    better["chunks"][1:] = better["chunks"][:0:-1]
    split(better, "visitors", ["forms", "members", "gifts"], "idle", "click")
    better["third_parties"].update(helper="click")
    better["pictures"]["hero"].update(encoding="light")
    return better
