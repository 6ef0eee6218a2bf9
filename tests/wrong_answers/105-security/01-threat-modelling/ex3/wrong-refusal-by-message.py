# fails: ex3-tests-shut
# why: knows a refusal by the words of one desk
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    if all(page.body.startswith(("No such", "For administrators")) for page in attacks):
        return "shut"
    return "open" if s.word in honest.body else "untested"


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    if all(page.body.startswith(("No such", "For administrators")) for page in attacks):
        return "shut"
    return "open" if s.word in honest.body else "untested"


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    if all(page.body.startswith(("No such", "For administrators")) for page in attacks):
        return "shut"
    return "open" if s.word in honest.body else "untested"
