def plan():
    return {
        "request_seconds": {"route": "keep", "status": "class", "version": "keep"},
        "requests_total": {"route": "keep", "status": "keep", "version": "keep"},
        "instance_failures_total": {"instance": "keep"},
        "pool_waiting": {"instance": "keep"},
        "papers_recorded_total": {"school": "keep"},
        "paper_bytes": {"course": "class"},
    }
