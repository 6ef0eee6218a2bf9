# fails: ex1-tests, ex1-tests-attempts
# why: lists each service that has a span after the deadline, also where it only waits
def wasted(spans, deadline):
    total = {}
    for span in spans:
        late = span["end"] - max(span["start"], deadline)
        if late > 0:
            total[span["service"]] = total.get(span["service"], 0) + (late if span["kind"] == "server" else -late)
    return total
