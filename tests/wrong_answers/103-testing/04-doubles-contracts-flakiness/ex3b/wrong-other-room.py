# fails: ex3b-tests
# why: takes another room of the shared desk, and leaves the booking there
def test_free(house):
    """Be red if a free room cannot be booked."""
    assert house.DESK.book("Green", "Ada") is True

def test_taken(house):
    """Be red if a room can be booked twice."""
    desk = house.Desk()
    desk.book("Blue", "Ada")
    assert desk.book("Blue", "Bo") is False

def test_price(house):
    """Be red if prices do not follow a changed rate."""
    desk = house.Desk()
    desk.rate = 10
    assert desk.price(3) == 30

def test_usual(house):
    """Be red if the usual rate is not 12 an hour."""
    assert house.Desk().price(2) == 24

def desk_suite(edits):                         # the tests use it: leave it as it is
    tests = {"free": test_free, "taken": test_taken, "price": test_price, "usual": test_usual}
    return red_in_any_order(tests, *edits)
