# fails: ex5-tests-builds
# why: tidies the history first, and trusts tags
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'a', 'entropy': 'b', 'tag': 'd', 'fork': 'd'}
