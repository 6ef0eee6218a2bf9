# fails: ex3-tests
# why: reads in the morning that the disk was full at four
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'ticket',
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
