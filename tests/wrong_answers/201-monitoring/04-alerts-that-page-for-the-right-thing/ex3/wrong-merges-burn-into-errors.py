# fails: ex3-tests
# why: keeps the noisy alert, and merges the good one into it
def verdicts():
    return {
        'HandInBurn': 'merge',
        'HandInAny5xx': 'page',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'ticket',
        'SlowestQueries': 'delete',
        'SignInBurn': 'page',
        'SignInPodRestart': 'merge',
        'CertificateExpiresIn21d': 'ticket',
        'BackupFailed': 'ticket',
        'MailQueueLong': 'ticket',
        'ResultsSlowBurn': 'ticket',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'merge',
        'ZoneDown': 'page',
    }
