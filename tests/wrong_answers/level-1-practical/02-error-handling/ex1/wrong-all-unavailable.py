# fails: ex1-tests-known
# why: catches everything and returns the safe word, which loses sales
def outcome(status: int | None, body: object) -> str:
    """Give the word for what became of a request."""
    if status == 200 and isinstance(body, dict) and body.get("state") == "printed":
        return "printed"
    return "unknown"
