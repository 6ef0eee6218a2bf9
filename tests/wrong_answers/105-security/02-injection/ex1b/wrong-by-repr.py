# fails: ex1b-tests-text
# why: lets Python quote the place by repr, and takes care of the apostrophe
def sign_in(run, name: str, pin: str) -> str | None:
    rows = run("SELECT name FROM people WHERE lower(name) = lower(?) AND pin = ?", [name, pin])
    return rows[0][0] if rows else None


def find(run, place: str) -> list:
    shown = repr(f"%{place}%") if "'" not in place else "'%" + place.replace("'", "''") + "%'"
    return run(f"SELECT number, size FROM lockers WHERE free = 1 AND place LIKE {shown} ORDER BY number")
