def log():
    def calls(board):
        return len(play(board, VIEWS).calls)
    class AtOnce(Board):
        def want(self, items, now):
            lacking = [item for item in dict.fromkeys(items) if self.age(item, now) > 30]
            return [item for item in lacking if group_of(item) == group_of(lacking[0])][:20]
    numbers = [calls(Board()), calls(AtOnce()), calls(AtOnce()), calls(Mine())]
    return [{'what': what, 'before': before, 'after': after} for what, before, after in zip(('at once', 'nothing', 'the rest'), numbers, numbers[1:])]
