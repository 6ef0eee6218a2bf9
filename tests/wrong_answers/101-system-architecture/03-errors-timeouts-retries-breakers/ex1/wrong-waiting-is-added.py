# fails: ex1-tests
# why: adds client spans as if they were work, too
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    total = {}
    for span in spans:
        late = max(0, span["end"] - max(span["start"], deadline))
        work = late
        total[span["service"]] = total.get(span["service"], 0) + work
    return {service: ms for service, ms in total.items() if ms > 0}
