# fails: ex5-tests
# why: hands the board as found in for the optimized one
class Optimized(Board):
    pass

def log():
    return [{"what": what, "before": 794, "after": 794} for what in ("fewer words", "better names", "a comment")]
