# fails: ex6-tests
# why: looks at one side of each limit
def test_hour(work):
    assert [work.shift(hour) for hour in (6, 14, 22)] == ["early", "late", "night"]


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
