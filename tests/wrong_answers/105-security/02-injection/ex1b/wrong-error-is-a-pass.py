# fails: ex1b-tests-attacks
# why: catches the error of a broken query and lets the name in
def sign_in(run, name: str, pin: str) -> str | None:
    try:
        rows = run(f"SELECT name FROM people WHERE lower(name) = lower('{name}') AND pin = ?", [pin])
    except Exception:
        rows = run("SELECT name FROM people WHERE lower(name) = lower(?)", [name.split("'")[0]])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
