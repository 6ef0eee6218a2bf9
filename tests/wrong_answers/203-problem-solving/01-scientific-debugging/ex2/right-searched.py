def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    nights = [
        {"rows": rows, "late": late, "ahead": ahead, "drops": drops, "batch": batch, "merge": merge}
        for rows in (1900, 2500)
        for late in (0, 50)
        for ahead in (0, 60)
        for drops in (0, 1)
        for batch in (100, 800)
        for merge in (True, False)
    ]

    def failing(condition, outcome):
        for changed in nights:
            rows = importer.night(**changed)
            if condition(changed, rows) and not outcome(rows):
                return changed

    small = lambda changed: changed["rows"] <= 2000 and changed["drops"] == 0
    return {
        "Ada": failing(lambda n, r: n["ahead"] == n["drops"] == 0, lambda r: r["lost"] == 0),
        "Ben": failing(lambda n, r: small(n) and n["ahead"] > 0, lambda r: r["lost"] > 0),
        "Cem": failing(lambda n, r: n["merge"], lambda r: r["doubled"] == 0),
        "Dana": failing(lambda n, r: r["written"] == r["read"], lambda r: r["lost"] == 0),
        "Assistant": failing(lambda n, r: n["ahead"] == 0 and n["rows"] <= 2000, lambda r: r["lost"] == 0),
        "Fay": failing(lambda n, r: small(n), lambda r: r["lost"] <= 50),
    }
