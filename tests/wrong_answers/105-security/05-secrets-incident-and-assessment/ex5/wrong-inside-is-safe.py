# fails: ex5-tests
# why: trusts what is internal, and scores more than paths
def answers() -> dict:
    return {'boundary': 'a', 'first': 'a', 'order': 'a', 'place': 'd', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
