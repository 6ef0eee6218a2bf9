def parcel_test(desk) -> str:
    s = stage(desk)
    if s.word in desk.get("parcel", s.bob, number=s.number).body:
        return "open"
    page = desk.get("parcel", s.ann, number=s.number)
    return "untested" if s.word not in page.body else "shut"


def label_test(desk) -> str:
    s = stage(desk)
    for spelling in lesson.spellings("private/plan.txt"):
        if s.word in desk.get("label", s.bob, name=spelling).body:
            return "open"
    page = desk.get("label", s.ann, name=f"{s.number}.txt")
    return "untested" if s.word not in page.body else "shut"


def customers_test(desk) -> str:
    s = stage(desk)
    leak, page = (desk.get("customers", who, role="admin").body for who in (s.bob, s.chief))
    return "open" if s.word in leak else "shut" if s.word in page else "untested"
