# fails: ex3-tests-response
# why: any change of required breaks
def breaking_changes(old, new):
    """List what breaks when the new server meets old clients: (side, field, kind)."""
    found = []
    for side in ("request", "response"):
        for field, kind, detail in differences(old[side], new[side]):
            if side == "request":
                breaks = kind in ("removed", "required", "fewer values") or (kind == "added" and detail) or (kind == "type" and detail != ("integer", "number"))
            else:
                breaks = kind in ("optional", "required", "more values") or (kind == "removed" and detail) or (kind == "type" and detail != ("number", "integer"))
            if breaks:
                found.append((side, field, kind))
    return sorted(found)
