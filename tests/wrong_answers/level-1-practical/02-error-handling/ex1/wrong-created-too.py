# fails: ex1-tests
# why: a 201 with the word counts as well
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status in (200, 201) and isinstance(body, dict) and body.get("state") == "printed":
        return "printed"
    if status in (429, 503):
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "unknown"
