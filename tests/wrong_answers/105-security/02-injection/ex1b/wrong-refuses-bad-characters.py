# fails: ex1b-tests-honest
# why: refuses names with quotes, dashes and semicolons before a sound query, so O'Brien stays outside
def sign_in(run, name: str, pin: str) -> str | None:
    if any(mark in name for mark in ("'", '"', "--", ";")):
        return None
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
