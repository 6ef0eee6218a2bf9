# fails: ex3-tests ex3-tests-agree
# why: goes by the severity that is printed
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'page',
        'GraderQueueOld': 'ticket',
        'GraderCpuHigh': 'page',
        'DatabaseDiskFullIn4h': 'ticket',
        'DatabaseDisk80Percent': 'page',
        'SlowestQueries': 'ticket',
        'SignInBurn': 'page',
        'SignInPodRestart': 'page',
        'CertificateExpiresIn21d': 'page',
        'BackupFailed': 'page',
        'MailQueueLong': 'page',
        'ResultsSlowBurn': 'page',
        'ContentInstanceReplaced': 'page',
        'IngressUnreachable': 'page',
        'ZoneDown': 'page',
    }
