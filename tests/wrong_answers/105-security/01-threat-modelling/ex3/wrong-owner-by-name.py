# fails: ex3-tests-shut
# why: takes the owner's name on the page for the owner's parcel, and a desk may refuse by name
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    page = desk.get("parcel", s.bob, number=s.number)
    if "ann" in page.body or s.word in page.body:
        return "open"
    return verdict(s.word, honest, [page])


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    return verdict(s.word, honest, attacks)


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    return verdict(s.word, honest, attacks)
