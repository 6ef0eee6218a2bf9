# fails: ex1-tests
# why: approves, because all tests are green
def review() -> list[dict]:
    """Looks good to me."""
    return []
