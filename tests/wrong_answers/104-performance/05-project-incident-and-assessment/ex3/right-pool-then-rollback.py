def respond(incident):
    incident.advance("7m")
    incident.look("topology")
    incident.declare(severity=2)
    incident.hypothesis(component="assessment", cause="connection pool exhausted", trigger="deploy", onset="14:12")
    incident.act.set_pool(service="assessment", pool="db", size=32)
    incident.post(status="identified", components=["Assessments"], affected_percent=70, next_update="10m",
        text="Since a few minutes after 14:12 submitting is very slow or fails. We know the reason and are mending it.")
    incident.advance("3m")
    incident.act.rollback(service="assessment")
    incident.advance("8m")
    incident.post(status="resolved", components=["Assessments"],
        text="Submitting works normally again. No answers were lost, and those that failed can be sent again. "
        "We will review how this change reached you, and report here.")
    incident.close()


print(hand_in("assessment-latency", respond))
