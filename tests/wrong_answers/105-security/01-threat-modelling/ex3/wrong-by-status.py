# fails: ex3-tests-open, ex3-tests-shut, ex3-tests-untested
# why: believes the number that the desk chooses
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    if any(page.status == 200 for page in attacks):
        return "open"
    return "shut" if honest.status == 200 else "untested"


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    if any(page.status == 200 for page in attacks):
        return "open"
    return "shut" if honest.status == 200 else "untested"


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    if any(page.status == 200 for page in attacks):
        return "open"
    return "shut" if honest.status == 200 else "untested"
