# fails: ex6-tests
# why: reads a clock of its own, beside that of the program, and repeats the rule
from datetime import datetime


def test_hour(work):
    hour = datetime.now().hour
    assert work.shift() == ("early" if 6 <= hour < 14 else "late" if 14 <= hour < 22 else "night")


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
