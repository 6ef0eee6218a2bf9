# fails: ex5-tests
# why: guards one door twice, and quotes a column
def answers() -> dict:
    return {'boundary': 'b', 'first': 'b', 'order': 'c', 'place': 'd', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
