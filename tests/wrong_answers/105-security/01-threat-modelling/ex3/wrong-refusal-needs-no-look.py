# fails: ex3-tests-open
# why: does not read pages that refuse, although they may tell all the same
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    return verdict(s.word, honest, [page for page in attacks if page.status < 400])


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    return verdict(s.word, honest, [page for page in attacks if page.status < 400])


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    return verdict(s.word, honest, [page for page in attacks if page.status < 400])
