# fails: ex2-tests-rejected ex2-tests-share ex2-tests-instances ex2-tests-deploy
# why: hands in the silent rules
def repaired():
    return {
        'rejected': 'increase(rejected_total[5m]) > 0',
        'share': 'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.1',
        'instances': 'avg(rate(errors_total[5m]) / rate(requests_total[5m])) > 0.05',
        'deploy': 'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
