# fails: ex3-tests-shut
# why: takes an error, or a polite page, for a breach
def parcel_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("parcel", s.ann, number=s.number)
    attacks = [desk.get("parcel", s.bob, number=s.number)]
    if any(page.status in (200, 500) and s.word not in page.body for page in attacks):
        return "open"
    return verdict(s.word, honest, attacks)


def label_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("label", s.ann, name=f"{s.number}.txt")
    attacks = [desk.get("label", s.bob, name=name) for name in lesson.spellings("private/plan.txt")]
    if any(page.status in (200, 500) and s.word not in page.body for page in attacks):
        return "open"
    return verdict(s.word, honest, attacks)


def customers_test(desk) -> str:
    s = stage(desk)
    honest = desk.get("customers", s.chief, role="admin")
    attacks = [desk.get("customers", s.bob, role="admin")]
    if any(page.status in (200, 500) and s.word not in page.body for page in attacks):
        return "open"
    return verdict(s.word, honest, attacks)
