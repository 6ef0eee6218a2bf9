# fails: ex3-tests ex3-tests-agree
# why: deletes what is no page
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'delete',
        'SlowestQueries': 'delete',
        'SignInBurn': 'page',
        'SignInPodRestart': 'merge',
        'CertificateExpiresIn21d': 'delete',
        'BackupFailed': 'delete',
        'MailQueueLong': 'delete',
        'ResultsSlowBurn': 'delete',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'merge',
        'ZoneDown': 'page',
    }
