# fails: ex2-tests
# why: gives what came of a night, not its arguments
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {name: importer.night(rows=2500) for name in ("Ada", "Ben", "Cem", "Dana", "Assistant", "Fay")}
