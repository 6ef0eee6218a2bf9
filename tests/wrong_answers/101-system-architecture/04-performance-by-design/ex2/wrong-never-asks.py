# fails: ex2-tests ex2-tests-calls ex2-tests-promise
# why: saves all calls by asking for nothing, so every page is refused
class Wanting(Board):
    def want(self, products, now):
        return []
