# fails: ex1b-tests-attacks
# why: lets only text with an apostrophe go by parameters
def sign_in(run, name: str, pin: str) -> str | None:
    if "'" in name:
        rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    else:
        rows = run(f"SELECT name FROM people WHERE lower(name) = lower('{name}') AND pin = '{pin}'")
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    query = "SELECT number, size FROM lockers WHERE free = 1 AND place LIKE ? ORDER BY number"
    return run(query, [f"%{place}%"])
