# fails: ex2a-tests
# why: tries all codes one by one
def crack(ask) -> str:
    for number in range(16**5):
        if ask(f"{number:05x}")[0]:
            return f"{number:05x}"
