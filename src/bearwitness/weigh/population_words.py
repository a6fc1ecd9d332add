"""Words for civilians, children, forces and fighters in the languages other than English that are read.

Stems at the start of a word, so that endings of case and number do not matter; the words are those that the
language files under `extract/languages` count people by. A civilian is one only where the whole phrase says so.
"""

from __future__ import annotations

import re

_CIVILIANS = re.compile(
    r"(?:من )?(?:ال)?مدني\w*|sivil(?:in|i|ler\w*)?|siv[iî]l\w*|(?:personas )?civil(?:es|s|e)?|civis|zivilist\w*|zivilperson\w*|(?:warga )?sipil|мирн\w+(?: (?:жител|граждан|люд|мешканц)\w*)?|"
    r"гражданск\w+(?: лиц\w*)?|цивільн\w+(?: осіб| особи?)?|غیر[ \u200c]?نظامی\w*|(?:هاوو?[لڵ]اتی\w* )?(?:مەدەنی|سی?ڤیل)\w*", re.IGNORECASE)
_KINDS = (
    ("children", r"(?:ال)?(?:طفل|أطفال|قاصر|رضيع)|çocu[kğ]|bebe|zarok|niñ|menor|enfant|bébé|nourrisson|дет|kind(?:er|ern)\b|criança|anak|balita|ребен|младен|дітей|діти|дитин|немовл|کودک|نوزاد|منداڵ|کۆرپە"),
    ("security", r"(?:ال)?(?:جند|جنود|عسكري|شرطي|ضابط|ضباط)|asker|polis|subay|leşker|polîs|serbaz|soldado|militar|prajurit|tentara|polisi|polizist|policía|soldat|militaire|policier|gendarme|"
                 r"солдат|военнослуж|полицейск|силовик|офицер|військов|поліцейськ|سرباز|پلیس|سەرباز|پۆلیس|پێشمەرگە"),
    ("fighters", r"(?:ال)?(?:مسلح|مقاتل|إرهابي)|militan|terörist|savaşçı|çekdar|şervan|gerîla|combatiente|guerril|kämpfer|rebell(?:en)?\b|pemberontak|insurgente|rebelde|paramilitar|combattant|rebelle|"
                 r"[dj]+ihadiste|milicien|боевик|повстан|террорист|бойовик|терорист|جنگجو|شبه.نظامی|پیکارجو|چەکدار|شەڕڤان|گەریلا"),
)
# Words that name people, or the dead, without saying which.
_ANYONE = frozenset("""
شخص شخصا شخصاً شخصان شخصين أشخاص اشخاص الأشخاص الاشخاص إنسان انسان ناس الناس نسمة قتيل قتيلا قتيلاً قتلى القتلى قتيلان ضحية ضحايا الضحايا شهيد شهيدا شهيداً شهداء الشهداء جثة جثث جثمان جثامين
نفر نفری تن انسان کشته قربانی قربانیان جسد کەس کەسە کوژراو قوربانی
kişi kişinin kişiyi insan insanın can ölü ölünün ceset kes kesan kesî mirov kuştî
человек человека люди людей людям тел тела погибший погибших убитый убитых жертва жертв жертвы особа особи осіб людина людини тіл тіла загиблий загиблих убитих вбитих
persona personas muerto muertos muerta muertas víctima víctimas cuerpo cuerpos cadáver cadáveres
personne personnes gens mort morts morte mortes victime victimes corps cadavre cadavres tué tués
mensch menschen person personen tote toten todesopfer opfer leiche leichen
pessoa pessoas morto mortos morta mortas vítima vítimas corpo corpos cadáver cadáveres
orang jiwa korban mayat jenazah
""".split())
_COMPILED = tuple((kind, re.compile(rf"(?<!\w)(?:{stems})", re.IGNORECASE)) for kind, stems in _KINDS)


def anyone_elsewhere(words: str) -> bool:
    """Do words of another language name people without saying which?

    >>> anyone_elsewhere("شخصا"), anyone_elsewhere("personnes"), anyone_elsewhere("personnes âgées")
    (True, True, False)
    """
    found = words.casefold().split()
    return bool(found) and all(word in _ANYONE for word in found)


def kind_elsewhere(words: str) -> str | None:
    """civilians, children, security or fighters, when words of another language say so; else None.

    >>> kind_elsewhere("مدنيين"), kind_elsewhere("мирных жителей"), kind_elsewhere("soldados"), kind_elsewhere("farmers")
    ('civilians', 'civilians', 'security', None)
    """
    if _CIVILIANS.fullmatch(words.strip()):
        return "civilians"
    return next((kind for kind, stems in _COMPILED if stems.search(words)), None)
