# fails: ex6-tests
# why: mended by accepting every part of the day
def test_hour(work):
    assert work.shift() in ("early", "late", "night")


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
