# fails: ex1b-tests-honest
# why: puts the mark for LIKE between quotes, where it is a letter
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    return run("SELECT number, size FROM lockers WHERE free = 1 AND place LIKE '%?%' ORDER BY number", [place])
