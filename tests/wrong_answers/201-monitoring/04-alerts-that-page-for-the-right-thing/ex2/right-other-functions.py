def repaired():
    return {
        'rejected': 'rejected_total unless rejected_total offset 5m or changes(rejected_total[5m]) > 0',
        'share': '(sum(increase(errors_total[5m])) / sum(increase(requests_total[5m])) > 0.1) or (sum(rate(requests_total[5m])) <= 0)',
        'instances': '1 - sum(rate(requests_total[5m]) - on (instance) rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.05',
        'deploy': 'sum(rate({__name__="requests_total", code="500"}[5m]) or on (code, status) rate({__name__="requests_total", status=~"5.."}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
