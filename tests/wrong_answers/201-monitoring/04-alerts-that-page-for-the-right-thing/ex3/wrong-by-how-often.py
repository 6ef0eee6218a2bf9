# fails: ex3-tests ex3-tests-agree
# why: goes by how often an alert rang
def verdicts():
    return {
        'HandInBurn': 'ticket',
        'HandInAny5xx': 'delete',
        'GraderQueueOld': 'ticket',
        'GraderCpuHigh': 'delete',
        'DatabaseDiskFullIn4h': 'ticket',
        'DatabaseDisk80Percent': 'page',
        'SlowestQueries': 'page',
        'SignInBurn': 'ticket',
        'SignInPodRestart': 'delete',
        'CertificateExpiresIn21d': 'ticket',
        'BackupFailed': 'ticket',
        'MailQueueLong': 'page',
        'ResultsSlowBurn': 'ticket',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'delete',
        'ZoneDown': 'ticket',
    }
