# fails: ex5-tests-builds
# why: thinks that pins and masks keep strangers out
def answers() -> dict:
    return {'boundary': 'b', 'first': 'c', 'order': 'a', 'place': 'd', 'decode': 'b', 'link': 'c', 'twice': 'a', 'redirect': 'd', 'tenant': 'c', 'count': 'b', 'store': 'a', 'alg': 'd', 'push': 'b', 'entropy': 'a', 'tag': 'c', 'fork': 'a'}
