# fails: ex3-tests ex3-tests-agree
# why: begins anew
def verdicts():
    return {
        'HandInBurn': 'delete',
        'HandInAny5xx': 'delete',
        'GraderQueueOld': 'delete',
        'GraderCpuHigh': 'delete',
        'DatabaseDiskFullIn4h': 'delete',
        'DatabaseDisk80Percent': 'delete',
        'SlowestQueries': 'delete',
        'SignInBurn': 'delete',
        'SignInPodRestart': 'delete',
        'CertificateExpiresIn21d': 'delete',
        'BackupFailed': 'delete',
        'MailQueueLong': 'delete',
        'ResultsSlowBurn': 'delete',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'delete',
        'ZoneDown': 'delete',
    }
