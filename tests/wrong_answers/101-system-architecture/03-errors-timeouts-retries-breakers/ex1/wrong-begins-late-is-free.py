# fails: ex1-tests
# why: forgets the start: a span that begins after the deadline counts from the deadline
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    total = {}
    for span in spans:
        late = max(0, span["end"] - deadline)
        work = late if span["kind"] == "server" else -late
        total[span["service"]] = total.get(span["service"], 0) + work
    return {service: ms for service, ms in total.items() if ms > 0}
