def repaired():
    return {
        'rejected': '(increase(rejected_total[3m]) > 0) or (rejected_total unless (rejected_total offset 10m))',
        'share': 'sum(rate(errors_total[5m])) > 0.1 * sum(rate(requests_total[5m])) or sum(increase(requests_total[5m])) == 0',
        'instances': 'sum(increase(errors_total[5m])) > 0.05 * sum(increase(requests_total[5m]))',
        'deploy': '((sum(rate(requests_total{code="500"}[5m])) or vector(0)) + (sum(rate(requests_total{status="500"}[5m])) or vector(0))) / sum(rate(requests_total[5m])) > 0.05',
    }
