FIXES = {"events": "b", "report": "a", "checkout": "b"}


def promises() -> dict[str, dict]:
    """Count self time, and let the two columns decide about waiting."""
    found = {}
    for name, profile in kiosk.PROFILES.items():
        clock, processor = Counter(), Counter()
        for stack, by_clock, on_processor in profile.stacks:
            clock[stack.split(";")[-1]] += by_clock
            processor[stack.split(";")[-1]] += on_processor
        function, most = clock.most_common(1)[0]
        found[name] = {
            "function": function,
            "does": "works" if 2 * processor[function] > most else "waits",
            "at_most": round(clock.total() / (clock.total() - most), 1),
            "fix": FIXES[name],
        }
    return found
