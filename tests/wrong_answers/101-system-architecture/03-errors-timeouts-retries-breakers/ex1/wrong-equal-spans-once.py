# fails: ex1-tests-attempts
# why: puts spans into a set, so two that look alike become one
def wasted(spans, deadline):
    total = {}
    for service, kind, start, end in {(s["service"], s["kind"], s["start"], s["end"]) for s in spans}:
        late = max(0, end - max(start, deadline))
        total[service] = total.get(service, 0) + (late if kind == "server" else -late)
    return {service: ms for service, ms in total.items() if ms > 0}
