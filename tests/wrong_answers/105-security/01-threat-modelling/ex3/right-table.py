def play(desk, door, honest, attacks):
    s = stage(desk)
    mine = desk.get(door, **honest(s)).body
    theirs = [desk.get(door, **attack).body for attack in attacks(s)]
    if any(s.word in body for body in theirs):
        return "open"
    return "shut" if s.word in mine else "untested"


def parcel_test(desk) -> str:
    return play(
        desk,
        "parcel",
        lambda s: {"session": s.ann, "number": s.number},
        lambda s: [{"session": s.bob, "number": s.number}],
    )


def label_test(desk) -> str:
    return play(
        desk,
        "label",
        lambda s: {"session": s.ann, "name": s.number + ".txt"},
        lambda s: [{"session": s.bob, "name": n} for n in lesson.spellings("private/plan.txt")],
    )


def customers_test(desk) -> str:
    return play(
        desk,
        "customers",
        lambda s: {"session": s.chief, "role": "admin"},
        lambda s: [{"session": s.bob, "role": "admin"}],
    )
