# fails: ex1-tests-words, ex1-tests-closing
# why: mends it, and leaves customers to guess
def respond(incident):
    incident.advance("6m")
    incident.look("topology")
    incident.declare(severity=1)
    incident.hypothesis(
        component="pricing", cause="retry storm", trigger="traffic spike", onset="15:12"
    )
    incident.act.set_retries(caller="orders", to="pricing.quote", retries=0)
    incident.advance("8m")
    incident.close()


print(hand_in("retry-storm", respond))
