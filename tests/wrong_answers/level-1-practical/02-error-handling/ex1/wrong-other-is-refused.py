# fails: ex1-tests-unknown
# why: what the documentation doesn't name counts as no
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200 and isinstance(body, dict) and body.get("state") == "printed":
        return "printed"
    if status in (429, 503):
        return "busy"
    if status is not None and 400 <= status < 500 and status != 408:
        return "refused"
    return "refused" if status and status < 400 and status != 200 and status // 100 != 2 else "unknown"
