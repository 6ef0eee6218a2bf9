def test_hour(work):
    parts = [work.shift(hour) for hour in (0, 5, 6, 13, 14, 21, 22)]
    assert parts == ["night", "night", "early", "early", "late", "late", "night"]

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
