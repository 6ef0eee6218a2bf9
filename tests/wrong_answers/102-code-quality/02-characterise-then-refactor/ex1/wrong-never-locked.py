# fails: ex1-tests-failures
# why: has an answer that is lost, and no locked book
def nights() -> list[dict]:
    """Give inputs for `observe` that notice slips in the night."""
    return [
        {"rows": ["A-1;KA-1;centre;45;100;card", "A-1;KA-1;centre;45;100;card", "A-2;KA-2;centre;45;200;card", "A-3;KA-3;rim;30;500;coins", "A-4;KA-4;rim;30;0;test", "A-5;KA-5;rim;30;0;pass", "A-6;KA-6;centre;90;0;resident", "A-7;KA-7;rim;many;0;card", "A-8;KA-8;rim;30;100;card"]},
        {"rows": ["B-1;KA-1;rim;30;0;card"], "today": "2026-10-11"},
        {"rows": ["B-2;KA-2;rim;30;0;card"], "today": "2026-10-10"},
        {"rows": ["A-1;KA-1;centre;45;100;card", "A-8;KA-8;rim;30;100;card"], "silent": ["A-1"]},
        {"rows": ["A-4;KA-4;rim;30;0;test"]},
    ]
