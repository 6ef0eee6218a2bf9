from course.lessons.objectives import inherited
def verdict_on(row):
    if not row["acted"]:
        return "delete"
    if row["with"]:
        return "merge"
    return "ticket" if row["lead"] >= 720 else "page"
def verdicts():
    return {row["name"]: verdict_on(row) for row in inherited(2)}
