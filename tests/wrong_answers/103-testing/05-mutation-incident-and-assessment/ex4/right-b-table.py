# Variant B, as a table of texts: what is late, who asks, what it costs.
TABLE = """
-            guest  0
-            friend 0
1            guest  100
14           guest  100
15           guest  240
40           guest  240
40           friend 0
14 15        friend 100
15 14        friend 100
1 1 1 1      guest  520
1 2 3 15     friend 360
15 15 14     friend 400
14 14 15     friend 200
0            guest  ValueError
41           friend ValueError
1 41         guest  ValueError
"""


def check(fine):
    for row in TABLE.strip().splitlines():
        *delays, who, expected = row.replace("-", "").split()
        got = outcome(fine, [int(days) for days in delays], who == "friend")
        assert str(got) == expected, f"{row}: {got}"
