# fails: ex3-tests-words
# why: repairs and says nothing
def respond(incident):
    incident.advance("7m")
    incident.look("topology")
    incident.declare(severity=2)
    incident.hypothesis(component="assessment", cause="connection pool exhausted", trigger="deploy", onset="14:12")
    incident.act.rollback(service="assessment")
    incident.advance("8m")
    incident.close()


print(hand_in("assessment-latency", respond))
