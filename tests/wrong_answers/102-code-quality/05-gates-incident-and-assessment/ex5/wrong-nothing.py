# fails: ex5-tests ex5-tests-first ex5-tests-second ex5-tests-third ex5-tests-others ex5-tests-aim
# why: the tests are green, so it looks good
def review() -> list[dict]:
    rows = [
    ]
    names = ("line", "kind", "weight", "comment")
    return [dict(zip(names, row)) for row in rows]
