"""Actors: the table of known ones, their names in a text, and one identity for each through a document.

The public names of `actor_table.py` (who is known) and `names.py` (who is who in one document).
"""

from bearwitness.resolve.actor_table import (
           Actor,
           ActorMention,
           ActorTable,
           Affiliated,
           affiliated,
           find_affiliated,
           state_name,
)
from bearwitness.resolve.names import (
           Linked,
           NameMention,
           TitledName,
           find_titled_names,
           link_document,
           split_title,
)

__all__ = ["Actor", "ActorMention", "ActorTable", "Affiliated", "Linked", "NameMention", "TitledName", "affiliated",
           "find_affiliated", "find_titled_names", "link_document", "split_title", "state_name"]
