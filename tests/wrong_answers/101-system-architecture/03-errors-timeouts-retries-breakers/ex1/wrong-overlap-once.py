# fails: ex1-tests-attempts
# why: merges attempts that overlap, as if one worker did both
def wasted(spans, deadline):
    busy, waits = {}, {}
    for s in spans:
        moments = set(range(max(s["start"], deadline), s["end"]))
        if s["kind"] == "server":
            busy[s["service"]] = busy.get(s["service"], set()) | moments
        else:
            waits[s["service"]] = waits.get(s["service"], 0) + len(moments)
    totals = {name: len(moments) - waits.get(name, 0) for name, moments in busy.items()}
    return {name: ms for name, ms in totals.items() if ms > 0}
