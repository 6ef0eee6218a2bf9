# fails: ex3-tests ex3-tests-agree
# why: deletes nothing that somebody once wanted
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'page',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'page',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'page',
        'SlowestQueries': 'page',
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
