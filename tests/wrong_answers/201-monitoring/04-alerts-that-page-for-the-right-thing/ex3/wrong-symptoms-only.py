# fails: ex3-tests
# why: pages for symptoms only, and deletes all causes
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'delete',
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
