# fails: ex1b-tests-text
# why: takes a search without letters for harmless and puts it into the query
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    if not any(c.isalpha() for c in place) and "'" not in place:
        return run(f"SELECT number, size FROM lockers WHERE free = 1 AND place LIKE '%{place}%' ORDER BY number")
    return run("SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number", [f"%{place}%"])
