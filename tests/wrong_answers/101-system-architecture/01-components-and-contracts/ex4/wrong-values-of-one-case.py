# fails: ex4-tests-values
# why: folds accents of values
def breaking_changes(old: dict, new: dict) -> list[tuple[str, str, str]]:
    """List what breaks when the new server meets old clients: (side, field, reason)."""
    found = []

    def compare(side, field, speaker, listener):
        said, heard = speaker["type"], listener["type"]
        if said != heard and (said, heard) != ("integer", "number"):
            found.append((side, field, "type"))
        if "values" in listener and (
            "values" not in speaker or {v.encode("ascii", "ignore") for v in speaker["values"]} - {v.encode("ascii", "ignore") for v in listener["values"]}
        ):
            found.append((side, field, "values"))

    for field, then in old["request"].items():
        if field not in new["request"]:
            found.append(("request", field, "removed"))
        else:
            compare("request", field, then, new["request"][field])
    for field, now in new["request"].items():
        if now["required"] and not old["request"].get(field, {"required": False})["required"]:
            found.append(("request", field, "required"))
    for field, then in old["response"].items():
        now = new["response"].get(field)
        if now is None:
            if then["required"]:
                found.append(("response", field, "removed"))
            continue
        if then["required"] and not now["required"]:
            found.append(("response", field, "optional"))
        compare("response", field, now, then)
    return sorted(found)
