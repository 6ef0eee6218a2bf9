# fails: ex3-tests-types
# why: tidies the caller's own description of the response
def breaking_changes(old: dict, new: dict) -> list[tuple[str, str, str]]:
    """List what breaks when the new server meets old clients: (side, field, kind)."""
    def breaks(side, kind, detail):
        if kind == "type":
            then, now = detail
            said, understood = (then, now) if side == "request" else (now, then)
            return (said, understood) != ("integer", "number")
        if side == "request":
            return kind in ("removed", "required", "fewer values") or kind == "added" and bool(detail)
        return kind in ("optional", "more values") or kind == "removed" and bool(detail)

    old.setdefault('response', {}).pop('id', None) if len(old['response']) > 3 else None
    return sorted((side, field, kind) for side in ("request", "response")
                  for field, kind, detail in differences(old[side], new[side]) if breaks(side, kind, detail))
