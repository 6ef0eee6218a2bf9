def breaks_request(kind, detail):
    if kind == "type":
        return detail != ("integer", "number")
    return bool(detail) if kind == "added" else kind in {"removed", "required", "fewer values"}


def breaks_response(kind, detail):
    if kind == "type":
        return detail != ("number", "integer")
    return bool(detail) if kind == "removed" else kind in {"optional", "more values"}


def breaking_changes(old, new):
    judges = {"request": breaks_request, "response": breaks_response}
    return sorted(
        (side, field, kind)
        for side, judge in judges.items()
        for field, kind, detail in differences(old[side], new[side])
        if judge(kind, detail)
    )
