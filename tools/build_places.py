"""placeholder until the gazetteer lands"""
def build_if_stale(root): pass
