# fails: ex2-tests-rejected
# why: asks whether any series was there before, and there was one
def repaired():
    return {
        'rejected': 'increase(rejected_total[5m]) > 0 or (sum(rejected_total) unless sum(rejected_total offset 5m))',
        'share': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.1 or sum(rate(requests_total[5m])) == 0',
        'instances': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
        'deploy': 'sum(rate(requests_total{code="500"}[5m]) or rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
