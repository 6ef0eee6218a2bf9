# fails: ex1-tests, ex1-tests-resolution, ex1-tests-cause, ex1-tests-words
# why: watches and understands, and hopes that it heals
def respond(incident):
    incident.advance("6m")
    incident.alerts()
    incident.topology()
    incident.hypothesis(
        component="pricing", cause="retry storm", trigger="traffic spike", onset="15:12"
    )
    incident.note("it will be over soon")
    incident.advance("20m")


print(hand_in("retry-storm", respond))
