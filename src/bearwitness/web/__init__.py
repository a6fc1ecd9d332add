"""The workbench in a browser: `bearwitness serve`.

    running    two servers in one process: the workbench, and the evidence on an origin of its own
    guard      who may ask, by which name, from where; the headers of every answer
    peers      whose process is at the other end of a connection
    oplog      what is told of the running of it: never a name, an address or a word of the evidence
    workbench  the pages and the API, one below the other
    pages      what the pages show, made ready for the templates
    marks      a text with its claims marked
    evidence   the second origin: originals as inert copies, as pixels, or to be saved
    words      the words around the evidence, in the languages the pages can be had in

It calls the verbs of `bearwitness.case`, and nothing deeper.
"""
