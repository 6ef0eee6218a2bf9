ARROWS = """
0 pay 1
0 decline 0
0 silence 2
0 cancel 9
2 pay 1
2 decline 0
2 cancel 3
3 pay 6
3 decline 9
1 ship 4
1 cancel 6
4 deliver 5
5 return 6
6 refund 9
"""


def order_machine():
    """Give the state of a new order, and the table of its moves."""
    rows = [line.split() for line in ARROWS.split("\n") if line]
    return "0", {(state, event): target for state, event, target in rows}
