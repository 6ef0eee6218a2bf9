# fails: ex2-tests, ex2-tests-resolution
# why: watches a green dashboard
def respond(incident):
    incident.advance("6m")
    incident.alerts()
    incident.note("one school only, let us see")
    incident.advance("20m")
    incident.close()


print(hand_in("one-tenant", respond))
