# fails: ex5-tests-builds
# why: makes it private, and thinks that only owners come in
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'c', 'entropy': 'b', 'tag': 'c', 'fork': 'c'}
