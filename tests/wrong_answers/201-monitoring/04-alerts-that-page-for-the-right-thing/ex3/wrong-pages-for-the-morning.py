# fails: ex3-tests-agree
# why: pages for all that somebody acted on
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'page',
        'SlowestQueries': 'delete',
        'SignInBurn': 'page',
        'SignInPodRestart': 'merge',
        'CertificateExpiresIn21d': 'page',
        'BackupFailed': 'page',
        'MailQueueLong': 'ticket',
        'ResultsSlowBurn': 'page',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'merge',
        'ZoneDown': 'page',
    }
