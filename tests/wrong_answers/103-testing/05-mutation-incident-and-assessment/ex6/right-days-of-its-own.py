# Takes days that no other test uses, instead of clearing.
def test_hour(work):
    limits = {6: ("night", "early"), 14: ("early", "late"), 22: ("late", "night")}
    for hour, (before, after) in limits.items():
        assert work.shift(hour - 1) == before
        assert work.shift(hour) == after
    assert work.shift(0) == work.shift(2) == work.shift(23) == "night"


def test_open(work):
    asked = ["1 May", "2 May", "3 May", "4 May"]
    work.take("3 May", "Bo")
    free = work.free(asked)
    for day in asked:
        assert free.count(day) == (day != "3 May")
    assert len(free) == 3


class Phone:
    def __init__(self):
        self.heard = []

    def ring(self, name, day):
        self.heard.append(f"{name} on {day}")
        return self.heard[-1]


def test_call(work):
    phone = Phone()
    for day, name in {"24 Dec": "Eve", "25 Dec": "Noel", "26 Dec": "Eve"}.items():
        work.take(day, name)
    got = [work.remind(day, phone.ring) for day in ("25 Dec", "26 Dec", "27 Dec")]
    assert got == ["Noel on 25 Dec", "Eve on 26 Dec", "nobody"]
    assert phone.heard == got[:2]
