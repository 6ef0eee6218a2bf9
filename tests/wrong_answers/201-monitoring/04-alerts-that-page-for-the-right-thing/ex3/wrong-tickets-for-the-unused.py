# fails: ex3-tests-agree
# why: makes tickets that nobody will work on, and of what another page tells
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'ticket',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'ticket',
        'SlowestQueries': 'ticket',
        'SignInBurn': 'page',
        'SignInPodRestart': 'merge',
        'CertificateExpiresIn21d': 'ticket',
        'BackupFailed': 'ticket',
        'MailQueueLong': 'ticket',
        'ResultsSlowBurn': 'ticket',
        'ContentInstanceReplaced': 'ticket',
        'IngressUnreachable': 'merge',
        'ZoneDown': 'page',
    }
