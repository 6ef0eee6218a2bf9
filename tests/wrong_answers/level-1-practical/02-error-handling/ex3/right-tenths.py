class Vendor:
    def __init__(self):
        self.calls, self.tenths = 0, 50


class Client:
    def __init__(self):
        self.vendors = {}

    def of(self, name):
        return self.vendors.setdefault(name, Vendor())

    def begin(self, vendor, now, deadline):
        mine = self.of(vendor)
        if mine.calls < 3 and deadline - now >= 0.1:
            mine.calls += 1
            return min(deadline - now, 1)
        return 0

    def ended(self, vendor, ok):
        mine = self.of(vendor)
        mine.calls -= 1
        mine.tenths = min(50, mine.tenths + bool(ok))

    def again(self, vendor, now, deadline):
        mine = self.of(vendor)
        if mine.tenths >= 10 and deadline - now >= 0.1:
            mine.tenths -= 10
            return True
        return False

    def show(self, last, now):
        if last is None:
            return dict(state="unknown", value=None, age=None)
        value, when = last
        return dict(state="unknown", value=value, age=now - when)
