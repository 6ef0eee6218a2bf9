# fails: ex5-tests-files
# why: takes a name for where it leads
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'a', 'link': 'd', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
