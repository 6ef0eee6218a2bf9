# fails: ex5-tests-people
# why: takes any hash for safe, and the sender's word for the check
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'c', 'alg': 'a', 'push': 'b', 'entropy': 'b', 'tag': 'c', 'fork': 'd'}
