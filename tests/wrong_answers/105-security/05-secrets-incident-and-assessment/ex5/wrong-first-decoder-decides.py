# fails: ex5-tests-files
# why: stops at the first decoder and follows redirects
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'c', 'link': 'c', 'twice': 'a', 'redirect': 'c', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
