# fails: ex1-tests
# why: gives each span a deadline of its own, counted from its start
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    total = {}
    for span in spans:
        late = max(0, span["end"] - (span["start"] + deadline))
        work = late if span["kind"] == "server" else -late
        total[span["service"]] = total.get(span["service"], 0) + work
    return {service: ms for service, ms in total.items() if ms > 0}
