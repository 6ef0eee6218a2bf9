# fails: ex1-tests, ex1-tests-attempts
# why: counts only spans that had begun by the deadline
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    total = {}
    for span in spans:
        if span["start"] > deadline:
            continue
        late = max(0, span["end"] - max(span["start"], deadline))
        work = late if span["kind"] == "server" else -late
        total[span["service"]] = total.get(span["service"], 0) + work
    return {service: ms for service, ms in total.items() if ms > 0}
