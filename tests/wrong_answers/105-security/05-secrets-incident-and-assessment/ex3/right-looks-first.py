def respond(incident):
    incident.advance("4m")
    incident.alerts()
    incident.declare(severity=1)
    incident.runbook("tokens")
    incident.sql("select \"app.token\", \"client.network\", min(timestamp) as first_seen, count(*) as n from logs where event_name = 'access' group by all order by n desc")
    incident.audit()
    incident.act.revoke(token="report-job")
    incident.act.issue_token(source="reports", token="report-job-next")
    incident.hypothesis(component="report-job", cause="leaked token", trigger="attack", onset="02:12")
    incident.post(
        status="identified", components=["School records"], affected_percent=40, next_update="9m",
        text="Since 02:12 somebody used a key of ours to export school records. We have cancelled it, so this has stopped.",
    )
    incident.advance("2m")
    incident.post(status="monitoring", components=["School records"], next_update="9m", text="The key is cancelled, and the nightly reports run again. We keep watching.")
    incident.advance("6m")
    incident.post(
        status="resolved", components=["School records"],
        text="The stolen key is useless since 02:15, and all services work normally. No data was changed. "
        "Each school gets a list of what was read. We will review how the key got out, and tell you.",
    )
    incident.close()


print(hand_in("leaked-token", respond))
