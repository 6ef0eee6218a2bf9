# fails: ex3-tests-open
# why: believes a page of customers that calls itself an error
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    return verdict(s.word, honest, [desk.get("parcel", s.bob, number=s.number)])


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    return verdict(s.word, honest, attacks)


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attack = desk.get("customers", s.bob, role="admin")
    return verdict(s.word, honest, [attack] if attack.status == 200 else [])
