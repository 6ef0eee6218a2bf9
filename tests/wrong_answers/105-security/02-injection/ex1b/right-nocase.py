def sign_in(run, name: str, pin: str) -> str | None:
    found = run("SELECT name, pin FROM people WHERE name = ? COLLATE NOCASE", (name,))
    for stored, right_pin in found:
        if right_pin == pin:
            return stored
    return None


def find(run, place: str) -> list:
    return run("SELECT number, size FROM lockers WHERE free = 1 AND instr(lower(place), lower(?)) > 0 ORDER BY number", (place,))
