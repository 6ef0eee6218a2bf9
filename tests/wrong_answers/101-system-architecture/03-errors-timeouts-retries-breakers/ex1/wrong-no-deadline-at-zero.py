# fails: ex1-tests
# why: takes a deadline of 0 for none, and then nothing is wasted
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    if not deadline:
        return {}
    total = {}
    for span in spans:
        late = max(0, span["end"] - max(span["start"], deadline))
        work = late if span["kind"] == "server" else -late
        total[span["service"]] = total.get(span["service"], 0) + work
    return {service: ms for service, ms in total.items() if ms > 0}
