"""Ids of incidents: minted when first seen, short and readable, kept, never reused."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

LENGTH = 6

# ISO 3166-1: each word is an alpha-2 code followed by its alpha-3 code.
_ISO = (
    "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM ANANT AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA "
    "AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA "
    "BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR "
    "CNCHN COCOL CRCRI CSSCG CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA "
    "ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD "
    "GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY "
    "HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA "
    "JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO "
    "LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG "
    "MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS "
    "MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER "
    "PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB "
    "RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM "
    "SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM "
    "TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN "
    "VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE ")
ALPHA3 = {word[:2]: word[2:] for word in _ISO.split()}
UNKNOWN = "INC"


def mint(country: str | None, seeds: Iterable[str], taken: Callable[[str], bool]) -> str:
    """A new id: the country's three letters and six letters or digits of a digest of the seeds.

    Args:
        taken: was this id ever given?

    >>> mint("SY", ["one", "two"], lambda id_: False) == mint("SY", ["two", "one"], lambda id_: False)
    True
    """
    prefix = ALPHA3.get((country or "").upper(), UNKNOWN)
    body = "\n".join(sorted(seeds))
    for turn in range(10_000):
        digest = hashlib.sha256(f"{body}\n{turn}".encode() if turn else body.encode()).digest()
        minted = f"{prefix}-{base64.b32encode(digest).decode()[:LENGTH]}"
        if not taken(minted):
            return minted
    raise AssertionError("ten thousand digests in a row were taken")


@dataclass(frozen=True, slots=True)
class Kept:
    """Which group keeps which id, and where merged ids lead now."""

    of_group: dict[int, str]
    redirects: dict[str, str]


def keep(minted: Mapping[str, Iterable[str]], groups: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Kept:
    """Gives the ids already minted to the groups that hold what they stood for.

    An id that meets one group only has the first right to it, the older before the younger: so a merge keeps
    the older. An id that meets several (a split, or a merge undone) takes, of what is left, the group most like it.

    Args:
        minted: id -> ids of the claims (and reports) it stood for, the oldest first.
        groups: for each group its claim ids and its report ids.
    """
    holders: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for g, sides in enumerate(groups):
        for side in (0, 1):
            for one in sides[side]:
                holders[side].setdefault(one, []).append(g)
    meets = {id_: _overlaps(frozenset(held), groups, holders) for id_, held in minted.items()}
    of_group: dict[int, str] = {}
    age = {id_: n for n, id_ in enumerate(minted)}
    for id_ in minted:
        if len(meets[id_]) == 1:
            of_group.setdefault(next(iter(meets[id_])), id_)
    placed = set(of_group.values())
    wishes = sorted((-likeness, age[id_], group, id_) for id_, found in meets.items() if len(found) > 1
                    for group, likeness in found.items())
    for _, _, group, id_ in wishes:
        if id_ not in placed and group not in of_group:
            of_group[group] = id_
            placed.add(id_)
    redirects = {}
    for id_, found in meets.items():
        if id_ not in placed and found:
            home = min(found, key=lambda g: (-found[g], g))
            if home in of_group:
                redirects[id_] = of_group[home]
    return Kept(of_group, redirects)


def _overlaps(held: frozenset[str], groups: Sequence[tuple[frozenset[str], frozenset[str]]],
              holders: Sequence[Mapping[str, Sequence[int]]]) -> dict[int, float]:
    """How like each group is to what an id stood for: by claims, and by reports only where no claim is left.

    Args:
        holders: (claim -> groups that hold it, report -> groups).
    """
    for side in (0, 1):
        met = {g for one in held for g in holders[side].get(one, ())}
        if met:
            return {g: len(held & groups[g][side]) / len(held | groups[g][side]) for g in sorted(met)}
    return {}
