def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    return verdict(s.word, honest, attacks)


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in [f"{up}/private/plan.txt" for up in ("..", "%2e%2e", "%252e%252e", "..../")]]
    return verdict(s.word, honest, attacks)


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    return verdict(s.word, honest, attacks)
