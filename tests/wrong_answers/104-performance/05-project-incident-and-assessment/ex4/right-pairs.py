def answers():
    return dict(zip('interval replicas stalled self growth mails merged ceiling trips prefix offset joined deferred hashed sliced blocking'.split(), 'cadabcdbdbcaacdb'))
