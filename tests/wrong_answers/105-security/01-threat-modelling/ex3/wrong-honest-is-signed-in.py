# fails: ex3-tests-untested
# why: the desk is up if people can sign in, but one door may be closed
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    if any(s.word in page.body for page in attacks):
        return "open"
    return "shut" if s.ann and s.chief else "untested"


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    if any(s.word in page.body for page in attacks):
        return "open"
    return "shut" if s.ann and s.chief else "untested"


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    if any(s.word in page.body for page in attacks):
        return "open"
    return "shut" if s.ann and s.chief else "untested"
