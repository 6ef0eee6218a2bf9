def plan():
    chosen = {}
    for metric, label, word in [
        ("request_seconds", "route", "keep"), ("request_seconds", "status", "class"),
        ("requests_total", "route", "keep"), ("requests_total", "status", "keep"), ("requests_total", "version", "keep"),
        ("instance_failures_total", "instance", "keep"), ("instance_failures_total", "route", "keep"),
        ("pool_waiting", "instance", "keep"), ("papers_recorded_total", "school", "keep"), ("papers_recorded_total", "user", "class"),
        ("paper_bytes", "course", "class"),
    ]:
        chosen.setdefault(metric, {})[label] = word
    return chosen
