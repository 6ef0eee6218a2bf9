# fails: ex1-tests-unknown
# why: each status from 500 up may be sent again
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200 and isinstance(body, dict) and body.get("state") == "printed":
        return "printed"
    if status == 429 or (status or 0) >= 500:
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "unknown"
