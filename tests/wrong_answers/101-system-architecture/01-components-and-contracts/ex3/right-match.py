def breaking_changes(old, new):
    found = []
    for side in old:
        for field, kind, detail in differences(old[side], new[side]):
            match side, kind, detail:
                case ("request", "removed" | "required" | "fewer values", _) | ("request", "added", True):
                    found.append((side, field, kind))
                case ("response", "optional" | "more values", _) | ("response", "removed", True):
                    found.append((side, field, kind))
                case ("request", "type", ("integer", "number")) | ("response", "type", ("number", "integer")):
                    pass
                case (_, "type", _):
                    found.append((side, field, kind))
    return sorted(found)
