# fails: ex2-tests-deploy
# why: asks for series with both labels
def repaired():
    return {
        'rejected': 'increase(rejected_total[5m]) > 0 or (rejected_total unless rejected_total offset 5m)',
        'share': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.1 or sum(rate(requests_total[5m])) == 0',
        'instances': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
        'deploy': 'sum(rate(requests_total{code="500",status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
