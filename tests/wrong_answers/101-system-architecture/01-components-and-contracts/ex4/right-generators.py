def breaking_changes(old, new):
    """A generator for each side."""
    return sorted([*_requests(old["request"], new["request"]), *_responses(old["response"], new["response"])])

def _requests(then, now):
    for name, field in then.items():
        if name not in now:
            yield "request", name, "removed"
            continue
        yield from (("request", name, reason) for reason in _misheard(field, now[name]))
    for name, field in now.items():
        if field["required"] and (name not in then or not then[name]["required"]):
            yield "request", name, "required"

def _responses(then, now):
    for name, field in then.items():
        if name in now:
            yield from (("response", name, reason) for reason in _misheard(now[name], field))
            if field["required"] > now[name]["required"]:
                yield "response", name, "optional"
        elif field["required"]:
            yield "response", name, "removed"

def _misheard(said, heard):
    widened = said["type"] == "integer" and heard["type"] == "number"
    if said["type"] != heard["type"] and not widened:
        yield "type"
    match said, heard:
        case {"values": spoken}, {"values": known}:
            if any(value not in known for value in spoken):
                yield "values"
        case _, {"values": _}:
            yield "values"
