# fails: ex6-tests-call
# why: looks at the calls before the day that nobody has
def test_hour(work):
    parts = [work.shift(hour) for hour in (0, 5, 6, 13, 14, 21, 22, 23)]
    assert parts == ["night"] * 2 + ["early"] * 2 + ["late"] * 2 + ["night"] * 2


def test_open(work):
    work.clear()
    work.take("tue", "Bo")
    assert set(work.free(["mon", "tue", "wed"])) == {"mon", "wed"}


def test_call(work):
    calls = []
    def phone(name, day):
        calls.append((name, day))
        return "no answer"
    work.clear()
    work.take("tue", "Bo")
    work.take("wed", "Cy")
    assert work.remind("wed", phone) == "no answer"
    assert calls == [("Cy", "wed")]
    assert work.remind("fri", phone) == "nobody"
