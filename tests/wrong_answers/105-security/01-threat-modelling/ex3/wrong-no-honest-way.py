# fails: ex3-tests-untested
# why: what does not leak is called shut, and a closed desk does not leak
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    return "open" if any(s.word in page.body for page in attacks) else "shut"


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    return "open" if any(s.word in page.body for page in attacks) else "shut"


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    return "open" if any(s.word in page.body for page in attacks) else "shut"
