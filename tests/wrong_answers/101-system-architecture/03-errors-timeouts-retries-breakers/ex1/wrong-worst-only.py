# fails: ex1-tests
# why: gives the worst service only
def wasted(spans: list[dict], deadline: int) -> dict[str, int]:
    """Give the milliseconds that each service worked after the deadline."""
    total = {}
    for span in spans:
        late = max(0, span["end"] - max(span["start"], deadline))
        work = late if span["kind"] == "server" else -late
        total[span["service"]] = total.get(span["service"], 0) + work
    worst = max(total, key=total.get)
    return {worst: total[worst]} if total[worst] > 0 else {}
