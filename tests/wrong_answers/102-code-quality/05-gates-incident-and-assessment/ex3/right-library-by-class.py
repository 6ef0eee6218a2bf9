class Fees:
    def __init__(self, post, notify):
        self.post, self.notify = post, notify
        self.result = {"check": [], "open": []}

    def works(self, reader, item, cents, notice):
        try:
            self.post(reader, item, cents)
        except BookLocked:
            return False
        except NoAnswer:
            self.result["check"] += [reader]
        else:
            self.notify(notice) if notice else None
        return True


def mended(plan, post, notify):
    fees = Fees(post, notify)
    second = [step for step in plan if not fees.works(*step)]
    for step in second:
        if not fees.works(*step):
            fees.result["open"].append(step[0])
    return fees.result
