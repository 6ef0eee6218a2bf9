# fails: ex3-tests ex3-tests-agree
# why: leaves out an alert that nobody needs
def verdicts():
    return {
        'HandInBurn': 'page',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'page',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'page',
        'DatabaseDisk80Percent': 'ticket',
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
