# fails: ex1b-tests-honest
# why: refuses places with a word of SQL in them before a sound query
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    if any(word in place.lower() for word in ("union", "select", "--", ";")):
        return []
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
