# fails: ex1-tests
# why: a 200 is done, whatever the body says
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200:
        return "printed"
    if status in (429, 503):
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "unknown"
