# fails: ex3-tests
# why: merges the forecast with the alert of 80 %, which rings days before
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'merge',
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
