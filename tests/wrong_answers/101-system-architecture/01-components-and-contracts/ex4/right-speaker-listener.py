def breaking_changes(old, new):
    """Ask one question for both directions: does the listener understand all the speaker may say?"""
    names = {
        "request": {"unheard": "removed", "unsaid": "required", "perhaps": "required"},
        "response": {"unheard": None, "unsaid": "removed", "perhaps": "optional"},
    }
    found = set()
    for side, speaker, listener in (("request", old, new), ("response", new, old)):
        for name in set(speaker[side]) | set(listener[side]):
            said, heard = speaker[side].get(name), listener[side].get(name)
            faults = []
            if heard is None:
                faults.append(names[side]["unheard"])
            elif said is None:
                faults += [names[side]["unsaid"]] if heard["required"] else []
            else:
                if heard["required"] and not said["required"]:
                    faults.append(names[side]["perhaps"])
                if said["type"] not in {heard["type"], "integer" if heard["type"] == "number" else heard["type"]}:
                    faults.append("type")
                if "values" in heard and not ("values" in said and set(said["values"]) <= set(heard["values"])):
                    faults.append("values")
            found |= {(side, name, fault) for fault in faults if fault}
    return sorted(found)
