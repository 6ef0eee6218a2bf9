# fails: ex3-tests-words
# why: stops it, and schools hear nothing
def respond(incident):
    incident.advance("5m")
    incident.look("topology")
    incident.declare(severity=1)
    incident.act.revoke(token="report-job")
    incident.act.issue_token(source="reports", token="report-job-next")
    incident.hypothesis(component="report-job", cause="leaked token", trigger="attack", onset="02:12")
    incident.advance("7m")


print(hand_in("leaked-token", respond))
