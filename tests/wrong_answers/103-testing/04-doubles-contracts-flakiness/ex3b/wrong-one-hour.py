# fails: ex3b-tests-wrong
# why: the price of one hour is the rate, so one hour seems enough
def test_free(house):
    assert house.Desk().book("Blue", "Ada") is True
def test_taken(house):
    desk = house.Desk(); desk.book("Blue", "Ada")
    assert desk.book("Blue", "Bo") is False
def test_price(house):
    desk = house.Desk(); desk.rate = 13
    assert desk.price(1) == 13
def test_usual(house):
    assert house.Desk().price(1) == 12

def desk_suite(edits):
    tests = {"free": test_free, "taken": test_taken, "price": test_price, "usual": test_usual}
    return red_in_any_order(tests, *edits)
