# fails: ex3-tests-open
# why: looks at the first of several attacks only
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    if s.word not in honest.body:
        return "untested"
    return "open" if s.word in attacks[0].body else "shut"


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    if s.word not in honest.body:
        return "untested"
    return "open" if s.word in attacks[0].body else "shut"


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    if s.word not in honest.body:
        return "untested"
    return "open" if s.word in attacks[0].body else "shut"
