def nights() -> list[dict]:
    """Give inputs for `observe` that notice slips in the night."""
    return [
        {"rows": ["A-9;KA-9;centre;130;0;card", "A-9;KA-9;centre;130;0;card", "A-1;KA-1;centre;45;200;card",
                  "A-2;KA-2;station;80;0;resident", "A-3;KA-3;rim;90;0;pass", "A-4;KA-4;rim;9;9;test",
                  "A-5;KA-5;rim;;0;card", "A-6;KA-6;centre;45;900;coins", "A-7;KA-7;rim;61;0;card"],
         "locked": [3], "silent": ["A-9"]},
        {"rows": ["A-1;KA-1;rim;45;0;card"], "today": "2026-10-11"},
        {"rows": ["A-1;KA-1;rim;45;0;card"], "today": "2026-10-10"},
        {"rows": ["A-1;KA-1;rim;45;0;test"]},
    ]
