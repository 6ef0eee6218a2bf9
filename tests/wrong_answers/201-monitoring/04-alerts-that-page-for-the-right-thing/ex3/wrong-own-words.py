# fails: ex3-tests ex3-tests-agree
# why: uses other words for the verdicts
def verdicts():
    return {
        'HandInBurn': 'keep',
        'HandInAny5xx': 'merge',
        'GraderQueueOld': 'keep',
        'GraderCpuHigh': 'merge',
        'DatabaseDiskFullIn4h': 'keep',
        'DatabaseDisk80Percent': 'ticket',
        'SlowestQueries': 'delete',
        'SignInBurn': 'keep',
        'SignInPodRestart': 'merge',
        'CertificateExpiresIn21d': 'ticket',
        'BackupFailed': 'ticket',
        'MailQueueLong': 'ticket',
        'ResultsSlowBurn': 'ticket',
        'ContentInstanceReplaced': 'delete',
        'IngressUnreachable': 'merge',
        'ZoneDown': 'keep',
    }
