# fails: ex3-tests ex3-tests-agree
# why: lets nobody be woken
def verdicts():
    return {
        'HandInBurn': 'ticket',
        'HandInAny5xx': 'ticket',
        'GraderQueueOld': 'ticket',
        'GraderCpuHigh': 'ticket',
        'DatabaseDiskFullIn4h': 'ticket',
        'DatabaseDisk80Percent': 'ticket',
        'SlowestQueries': 'ticket',
        'SignInBurn': 'ticket',
        'SignInPodRestart': 'ticket',
        'CertificateExpiresIn21d': 'ticket',
        'BackupFailed': 'ticket',
        'MailQueueLong': 'ticket',
        'ResultsSlowBurn': 'ticket',
        'ContentInstanceReplaced': 'ticket',
        'IngressUnreachable': 'ticket',
        'ZoneDown': 'ticket',
    }
