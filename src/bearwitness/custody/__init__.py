"""Custody: what can be proved later, as pure functions.

`commit` hides a field behind a digest, `entry` puts digests into a log entry, `tree` hashes entries into
one root, `note` signs the root, `proof` shows an entry under it, `rows` does the same for the claims of a
reading, `bundle` puts it all into a dossier, and `verify` checks the dossier with nothing of ours.
The log on disk is `store.log`; `store.audit` checks a whole case.
"""
