# fails: ex4-tests-response
# why: judges responses by the rules for requests
def breaking_changes(old, new):
    """One set of rules for both sides."""
    found = []
    for side in ("request", "response"):
        for field in set(old[side]) | set(new[side]):
            then, now = old[side].get(field), new[side].get(field)
            if now is None:
                found.append((side, field, "removed"))
            elif now["required"] and not (then and then["required"]):
                found.append((side, field, "required"))
            if then and now:
                if then["type"] != now["type"] and (then["type"], now["type"]) != ("integer", "number"):
                    found.append((side, field, "type"))
                if "values" in now and ("values" not in then or set(then["values"]) - set(now["values"])):
                    found.append((side, field, "values"))
    return sorted(found)
