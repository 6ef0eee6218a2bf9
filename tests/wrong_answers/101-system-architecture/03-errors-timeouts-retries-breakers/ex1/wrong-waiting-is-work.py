# fails: ex1-tests ex1-tests-attempts
# why: counts the caller's waiting as work
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    total = {}
    for span in spans:
        late = max(0, span["end"] - max(span["start"], deadline))
        work = late if span["kind"] == "server" else 0
        total[span["service"]] = total.get(span["service"], 0) + work
    return {service: ms for service, ms in total.items() if ms > 0}
