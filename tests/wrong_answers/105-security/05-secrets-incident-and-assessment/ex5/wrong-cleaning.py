# fails: ex5-tests
# why: takes cleaning and escaping for enough
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'd', 'place': 'a', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
