# fails: ex2a-tests
# why: gives the code of the visible door
def crack(ask) -> str:
    return lesson.Door(3, 5, lesson.HEX).code
