# fails: ex1-tests-attempts
# why: keeps the last attempt of a service only
def wasted(spans, deadline):
    late = lambda s: max(0, s["end"] - max(s["start"], deadline))
    servers = {s["service"]: late(s) for s in spans if s["kind"] == "server"}
    waits = {}
    for s in spans:
        if s["kind"] == "client":
            waits[s["service"]] = waits.get(s["service"], 0) + late(s)
    return {name: ms - waits.get(name, 0) for name, ms in servers.items() if ms - waits.get(name, 0) > 0}
