# fails: ex3-tests-shut
# why: looks for words that a strict desk may repeat as well
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    if any("private" in page.body or "Parcel" in page.body or s.word in page.body for page in attacks):
        return "open"
    return "shut" if s.word in honest.body else "untested"


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    if any("private" in page.body or "Parcel" in page.body or s.word in page.body for page in attacks):
        return "open"
    return "shut" if s.word in honest.body else "untested"


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    if any("private" in page.body or "Parcel" in page.body or s.word in page.body for page in attacks):
        return "open"
    return "shut" if s.word in honest.body else "untested"
