# fails: ex6-tests-call
# why: the double gives the one answer that a program can guess
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
        return "reached"
    work.clear()
    work.take("tue", "Bo")
    work.take("wed", "Cy")
    assert work.remind("wed", phone) == "reached"
    assert work.remind("fri", phone) == "nobody"
    assert calls == [("Cy", "wed")]
