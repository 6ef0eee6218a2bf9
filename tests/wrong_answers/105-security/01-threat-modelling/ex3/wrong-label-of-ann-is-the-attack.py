# fails: ex3-tests-open
# why: takes Ann's label for the private file, and another door for this one
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    return verdict(s.word, honest, attacks)


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=f"{s.number}.txt") for _ in "x"]
    return verdict(s.word, honest, attacks)


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    return verdict(s.word, honest, attacks)
