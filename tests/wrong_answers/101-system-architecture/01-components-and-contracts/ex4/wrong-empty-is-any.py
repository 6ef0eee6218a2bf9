# fails: ex4-tests-values
# why: tests the list's truth, so an empty list means any value
def breaking_changes(old, new):
    """Compare by what each side may say; values by their truth."""
    def compare(side, field, said, heard):
        if said["type"] != heard["type"] and (said["type"], heard["type"]) != ("integer", "number"):
            yield side, field, "type"
        if heard.get("values") and (not said.get("values") or set(said["values"]) - set(heard["values"])):
            yield side, field, "values"

    found = set()
    for field, then in old["request"].items():
        now = new["request"].get(field)
        found |= set(compare("request", field, then, now)) if now else {("request", field, "removed")}
    for field, now in new["request"].items():
        if now["required"] and not (field in old["request"] and old["request"][field]["required"]):
            found.add(("request", field, "required"))
    for field, then in old["response"].items():
        now = new["response"].get(field)
        if now:
            found |= set(compare("response", field, now, then))
        if then["required"] and not (now and now["required"]):
            found.add(("response", field, "optional" if now else "removed"))
    return sorted(found)
