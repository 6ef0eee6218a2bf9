# fails: ex5-tests ex5-tests-customers ex5-tests-pause ex5-tests-probe
# why: hands the faulty breaker in
class Repaired(Breaker):
    pass
