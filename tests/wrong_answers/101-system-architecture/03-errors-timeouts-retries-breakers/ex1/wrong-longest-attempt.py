# fails: ex1-tests-attempts
# why: takes the longest attempt, since the others overlap it
def wasted(spans, deadline):
    late = lambda s: max(0, s["end"] - max(s["start"], deadline))
    servers, waits = {}, {}
    for s in spans:
        if s["kind"] == "server":
            servers[s["service"]] = max(servers.get(s["service"], 0), late(s))
        else:
            waits[s["service"]] = waits.get(s["service"], 0) + late(s)
    return {name: ms - waits.get(name, 0) for name, ms in servers.items() if ms - waits.get(name, 0) > 0}
