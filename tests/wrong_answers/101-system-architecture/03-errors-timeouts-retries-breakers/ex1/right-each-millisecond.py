def wasted(spans, deadline):
    def late(span):
        return len([t for t in range(span["start"], span["end"]) if t >= deadline])
    result = {}
    for name in {s["service"] for s in spans}:
        mine = [s for s in spans if s["service"] == name]
        ms = sum(late(s) for s in mine if s["kind"] == "server") - sum(late(s) for s in mine if s["kind"] == "client")
        if ms:
            result[name] = ms
    return result
