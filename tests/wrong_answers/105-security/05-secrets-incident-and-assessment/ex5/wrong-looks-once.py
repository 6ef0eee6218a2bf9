# fails: ex5-tests-files
# why: judges an address once for all
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'b', 'link': 'c', 'twice': 'd', 'redirect': 'a', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
