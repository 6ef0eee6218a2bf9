# fails: ex3b-tests-wrong
# why: books a room twice for one guest, and reads the rate without asking for a price
def test_free(house):
    assert house.Desk().book("Blue", "Ada") is True
def test_taken(house):
    desk = house.Desk(); desk.book("Blue", "Ada")
    assert desk.book("Blue", "Ada") is False
def test_price(house):
    desk = house.Desk(); desk.rate = 10
    assert desk.price(3) == 30
def test_usual(house):
    assert house.Desk().rate == 12

def desk_suite(edits):
    tests = {"free": test_free, "taken": test_taken, "price": test_price, "usual": test_usual}
    return red_in_any_order(tests, *edits)
