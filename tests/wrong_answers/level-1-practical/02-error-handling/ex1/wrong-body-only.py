# fails: ex1-tests, ex1-tests-known
# why: the body decides, whatever the status says
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if isinstance(body, dict) and body.get("state") == "printed":
        return "printed"
    if status in (429, 503):
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "unknown"
