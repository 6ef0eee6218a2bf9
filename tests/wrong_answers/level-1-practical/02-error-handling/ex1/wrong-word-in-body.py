# fails: ex1-tests
# why: looks for the word anywhere in the body
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200 and "printed" in str(body):
        return "printed"
    if status in (429, 503):
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "unknown"
