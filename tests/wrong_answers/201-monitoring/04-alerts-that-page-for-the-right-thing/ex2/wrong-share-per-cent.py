# fails: ex2-tests-share
# why: compares per cent with a share
def repaired():
    return {
        'rejected': 'increase(rejected_total[5m]) > 0 or (rejected_total unless rejected_total offset 5m)',
        'share': '100 * sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.1 or sum(rate(requests_total[5m])) == 0',
        'instances': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
        'deploy': 'sum(rate(requests_total{code="500"}[5m]) or rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
