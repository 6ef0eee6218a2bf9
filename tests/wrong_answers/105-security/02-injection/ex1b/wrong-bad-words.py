# fails: ex1b-tests-attacks
# why: takes words of SQL out, in capitals only
def sign_in(run, name: str, pin: str) -> str | None:
    for word in ("UNION", "SELECT", "OR", "--", "/*"):
        name, pin = name.replace(word, ""), pin.replace(word, "")
    rows = run(f"SELECT name FROM people WHERE (lower(name) = lower('{name}')) AND pin = '{pin}'")
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
