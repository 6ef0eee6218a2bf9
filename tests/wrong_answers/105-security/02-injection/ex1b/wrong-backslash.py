# fails: ex1b-tests-honest
# why: escapes the apostrophe with a backslash, as other languages do
def sign_in(run, name: str, pin: str) -> str | None:
    name, pin = name.replace("'", "\\'"), pin.replace("'", "\\'")
    rows = run(f"SELECT name FROM people WHERE lower(name) = lower('{name}') AND pin = '{pin}'")
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
