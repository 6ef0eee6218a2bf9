# fails: ex2-tests-rejected
# why: rings for ever on what happened last year
def repaired():
    return {
        'rejected': 'rejected_total > 0',
        'share': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.1 or sum(rate(requests_total[5m])) == 0',
        'instances': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
        'deploy': 'sum(rate(requests_total{code="500"}[5m]) or rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
