# fails: ex1b-tests-honest
# why: serves O'Brien by parameters, and refuses two dashes to be sure
def sign_in(run, name: str, pin: str) -> str | None:
    if "--" in name or ";" in name:
        return None
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
