# fails: ex6-tests
# why: tries the night before midnight only
def test_hour(work):
    parts = [work.shift(hour) for hour in (23, 6, 13, 14, 21, 22)]
    assert parts == ["night"] + ["early"] * 2 + ["late"] * 2 + ["night"] * 1


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
    assert work.remind("fri", phone) == "nobody"
    assert calls == [("Cy", "wed")]
