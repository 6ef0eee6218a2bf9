# fails: ex2-tests
# why: says that a claim is false without a night
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return dict.fromkeys(("Ada", "Ben", "Cem", "Dana", "Assistant", "Fay"), "false")
