# fails: ex3-tests-agree
# why: makes tickets of what a page tells already
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'ticket',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'ticket',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'ticket',
        'SlowestQueries': 'delete',
        'SignInBurn': 'page',
        'SignInPodRestart': 'ticket',
        'CertificateExpiresIn21d': 'ticket',
        'BackupFailed': 'ticket',
        'MailQueueLong': 'ticket',
        'ResultsSlowBurn': 'ticket',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'ticket',
        'ZoneDown': 'page',
    }
