# fails: ex2-tests-share
# why: adds a 0 where nothing is, and a nan is something
def repaired():
    return {
        'rejected': 'increase(rejected_total[5m]) > 0 or (rejected_total unless rejected_total offset 5m)',
        'share': '(sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) or vector(0)) > 0.1',
        'instances': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
        'deploy': 'sum(rate(requests_total{code="500"}[5m]) or rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
