# fails: ex1-tests-unknown
# why: a gateway that gives up hasn't passed the request on
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200 and isinstance(body, dict) and body.get("state") == "printed":
        return "printed"
    if status in (429, 502, 503, 504):
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "unknown"
