# fails: ex5-tests-files
# why: writes capital letters, which the form does not show
def answers():
    return {'boundary': 'B', 'first': 'C', 'order': 'A', 'place': 'D', 'decode': 'B', 'link': 'C', 'twice': 'A', 'redirect': 'D', 'tenant': 'C', 'count': 'B', 'store': 'A', 'alg': 'D', 'push': 'B', 'entropy': 'B', 'tag': 'C', 'fork': 'D'}
