def test_free(house):
    """Be red if a free room cannot be booked."""
    assert house.Desk().book("Blue", "Ada") is True

def test_taken(house):
    """Be red if a room can be booked twice."""
    desk = house.Desk()
    assert [desk.book("Hall", "Ada"), desk.book("Hall", "Bo")][1] is False

def test_price(house):
    """Be red if prices do not follow a changed rate."""
    from unittest.mock import patch

    with patch.object(house.Desk, "rate", 7):
        assert house.Desk().price(2) == 14

def test_usual(house):
    """Be red if the usual rate is not 12 an hour."""
    assert house.Desk().price(2) == 24

def desk_suite(edits):                         # the tests use it: leave it as it is
    tests = {"free": test_free, "taken": test_taken, "price": test_price, "usual": test_usual}
    return red_in_any_order(tests, *edits)
