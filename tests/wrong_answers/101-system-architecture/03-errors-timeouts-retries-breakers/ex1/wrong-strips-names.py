# fails: ex1-tests
# why: takes what stands before a colon or dash as the name of the service
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    total = {}
    for span in spans:
        late = max(0, span["end"] - max(span["start"], deadline))
        work = late if span["kind"] == "server" else -late
        total[span["service"].split("-")[0]] = total.get(span["service"].split("-")[0], 0) + work
    return {service: ms for service, ms in total.items() if ms > 0}
