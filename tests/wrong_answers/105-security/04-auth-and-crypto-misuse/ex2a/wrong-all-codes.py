# fails: ex2a-tests
# why: tries all codes one by one
def crack(ask) -> str:
    for number in range(16**6):
        if ask(f"{number:06x}")[0]:
            return f"{number:06x}"
