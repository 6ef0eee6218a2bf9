def answers():
    return dict(zip(['lies', 'flat', 'hot', 'goal', 'ratchet', 'pin', 'rows', 'cut', 'red', 'swap', 'alias', 'maybe', 'flag', 'assistant', 'pieces', 'absent', 'weight'], 'bcadbcbadbcadcabd'))
