"""Reading, scored and timed in one run: sets of documents, the gold set, and what else can be installed.

    python -m bench reading                    every set, intervals, gains and losses with their strings, the peers, speed
    python -m bench reading --quick            a part of each set, no peers' speed
    python -m bench reading --only gold muc4   these alone (names: see SETS in `bench.reading.run`)
    python -m bench reading --store            and keep the results in bench/results, to compare the next run with

A set is a module with

    def run(tools: Tools, quick: bool = False) -> Scores

that reads its documents with `read_document(..., tools=tools)`, the one default mode, and counts. `Scores` (in
`bench.reading.result`) holds one `Counter` a document, whose keys end in `:tp :gold :found` (precision, recall and F1
are made of them) or `:right :of` (a share); what became of each label, by document and place; and the texts to show
strings from. A set whose data is not there raises `Absent`: it is skipped and said so. Intervals, comparing, storing and
printing are done for all sets alike; no text is stored, only documents' names, offsets and what was right or wrong.
"""
