# fails: ex3-tests-analysis, ex3-tests-objective, ex3-tests-cause
# why: the readers grew at 14:14
def respond(incident):
    incident.advance("7m")
    incident.look("topology")
    incident.declare(severity=2)
    incident.hypothesis(component="gateway", cause="too little capacity", trigger="traffic spike", onset="14:14")
    incident.act.shed(service="gateway", share=0.3)
    incident.post(status="identified", components=["Assessments"], affected_percent=70, next_update="10m",
        text="Since a few minutes after 14:12 submitting is very slow or fails. We know the reason and are mending it.")
    incident.advance("8m")
    incident.post(status="resolved", components=["Assessments"],
        text="Submitting works normally again. No answers were lost, and those that failed can be sent again. "
        "We will review how this change reached you, and report here.")
    incident.close()


print(hand_in("assessment-latency", respond))
