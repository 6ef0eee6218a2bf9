# fails: ex3-tests, ex3-tests-analysis, ex3-tests-objective, ex3-tests-cause, ex3-tests-words
# why: hopes that it passes with the examination
def respond(incident):
    incident.advance("20m")
    incident.close()


print(hand_in("assessment-latency", respond))
