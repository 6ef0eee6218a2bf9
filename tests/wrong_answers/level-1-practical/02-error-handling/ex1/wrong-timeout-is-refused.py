# fails: ex1-tests-unknown
# why: 408 is one of the statuses that say no
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200 and isinstance(body, dict) and body.get("state") == "printed":
        return "printed"
    if status in (429, 503):
        return "busy"
    if status is not None and 400 <= status < 500:
        return "refused"
    return "unknown"
