def nights() -> list[dict]:
    """Give inputs for `observe` that notice slips in the night."""
    return [
        {"rows": [row, row], **seams}
        for row in ["A-1;KA-1;centre;45;100;card", "A-2;KA-2;centre;90;0;resident"]
        for seams in [{"locked": [1]}, {"silent": ["A-1", "A-2"]}]
    ] + [
        {"rows": ["T-1;X;rim;3;0;test"]},
        {"rows": ["N-1;X;centre;soon;0;card", "N-2;X;centre;60;200;pass", "N-3;X;centre;60;200;coins", "N-4;X;centre;60;250;card"]},
        {"rows": ["S-1;X;rim;60;0;card"], "today": "2026-10-11"},
        {"rows": ["S-1;X;rim;60;0;card"], "today": "2026-10-10"},
        {"rows": ["D-1;X;rim;60;0;card", "D-1;Y;rim;60;0;card"], "locked": [2]},
    ]
