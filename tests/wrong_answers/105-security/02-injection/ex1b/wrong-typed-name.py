# fails: ex1b-tests-honest
# why: returns the name as it was typed
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return name if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
