def test_hour(work):
    got = "".join(work.shift(hour)[0] for hour in range(24))
    assert got == "n" * 6 + "e" * 8 + "l" * 8 + "n" * 2

def test_open(work):
    work.clear()
    work.take("tue", "Bo")
    work.take("sun", "Cy")
    assert sorted(work.free(["mon", "tue", "wed"])) == ["mon", "wed"]

def test_call(work):
    work.clear()
    work.take("mon", "Bo")
    work.take("wed", "Cy")
    calls = []
    assert work.remind("wed", lambda name, day: calls.append((name, day)) or "later") == "later"
    assert work.remind("sun", lambda *call: calls.append(call)) == "nobody"
    assert calls == [("Cy", "wed")]
