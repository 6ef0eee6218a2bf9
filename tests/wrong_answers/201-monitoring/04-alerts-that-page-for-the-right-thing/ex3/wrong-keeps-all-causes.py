# fails: ex3-tests ex3-tests-agree
# why: keeps each cause that once helped
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'page',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'page',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'ticket',
        'SlowestQueries': 'delete',
        'SignInBurn': 'page',
        'SignInPodRestart': 'page',
        'CertificateExpiresIn21d': 'ticket',
        'BackupFailed': 'ticket',
        'MailQueueLong': 'ticket',
        'ResultsSlowBurn': 'ticket',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'page',
        'ZoneDown': 'page',
    }
