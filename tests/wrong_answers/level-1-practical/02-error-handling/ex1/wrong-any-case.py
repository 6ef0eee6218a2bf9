# fails: ex1-tests
# why: reads the state in small letters
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200 and isinstance(body, dict) and str(body.get("state")).lower() == "printed":
        return "printed"
    if status in (429, 503):
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "unknown"
