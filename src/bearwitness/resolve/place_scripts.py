"""Place names as other languages write them: words of place before and after, case endings, joined prefixes.

Tables first, a line a language; then `plain_forms`, which gives back what an inflected name may be the form of.
Whether such a form names a place is for the gazetteer to say. Folded spellings (`fold.fold`) where a word is
looked up, plain ones where it stands in a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from bearwitness.resolve.fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(w.replace("_", " ")) for w in text.split())


# Prepositions after which a name is a place (lower case, as written).
PREPOSITIONS = frozenset("""
в во из под около возле близ близ у к ко на до от через
в у з із зі під біля поблизу на до від через
de à au aux en dans vers près chez depuis
en de desde hasta hacia cerca
bi li ji ber nêzîkî ser
im bei nahe nach aus bis
em perto até
di ke dari dekat
""".split())

# Type words before a name, without "of" between: village, town, district, region.
_BEFORE = {
    "city": """bajarê bajarokê gundê gund şaroka taxa kampa город городе города г городом село селе села посёлок поселок посёлке
            поселке посёлка пгт деревня деревне деревни хутор станица микрорайон город-герой
            місто місті міста м смт селище селищі селища селі село села хутір
            مدينة مدينتي بلدة بلدتي بلدات قرية قريتي قرى مخيم حي شهر شهرک روستای روستاهای شاری شاروچکەی گوندی گوندەکانی گەڕەکی""",
    "admin2": "navçeya qezaya район районе منطقة ناحية قضاء مديرية شهرستان بخش ناوچەی قەزای",
    "admin1": "parêzgeha parêzgeh herêma область محافظة محافظتي ولاية ريف ريفي إقليم استان ولایت پارێزگای هەرێمی gundewarê",
}
BEFORE_LEVEL = {w: level for level, text in _BEFORE.items() for w in _words(text)}
# After a name: Turkish, Slavic, Kurdish.
_AFTER = {
    "admin1": "ili ilinde ilinin vilayeti eyaleti kırsalı kırsalında kırsalının область области областью областю області обл край крае края",
    "admin2": "ilçesi ilçesinde ilçesinin ilçesine район районе района районі району",
    "city": "kenti kentinde kentinin kentine köyü köyünde köyüne beldesi beldesinde kasabası kasabasında mahallesi mahallesinde şehri şehrinde kampı kampında",
}
AFTER_LEVEL = {w: level for level, text in _AFTER.items() for w in _words(text)}
# The type words that mean the country round a town.
COUNTRYSIDE = _words("countryside rif reef ريف ريفي kırsalı kırsalında kırsalının gundewarê campiña campagne")

# Words that put something near a place, before it and after it (patterns).
NEAR = "|".join((
    "قرب|بالقرب من|محيط|في محيط|ضواحي|أطراف|على أطراف|جوار|شمال|شمالي|جنوب|جنوبي|شرق|شرقي|غرب|غربي",
    "نزدیکی|نزدیک|در نزدیکی|حومه|اطراف|شمال|جنوب|شرق|غرب|نزیک|نزیکی|دەوروبەری|باکووری|باشووری|ڕۆژهەڵاتی|ڕۆژئاوای",
    "под|около|возле|близ|вблизи|недалеко от|(?:в )?окрестност(?:ях|и)|(?:в )?пригород(?:е|ах)|(?:к )?(?:северу|югу|востоку|западу) от|севернее|южнее|восточнее|западнее",
    "під|біля|поблизу|неподалік від|неподалік|(?:на )?околиц(?:і|ях|ю)|передмісті|на (?:північ|південь|схід|захід) від",
    "cerca de|en las afueras de|a las afueras de|las afueras de|al (?:norte|sur|este|oeste) de|alrededores de",
    "près de|non loin de|aux (?:environs|abords|alentours) de|en périphérie de|banlieue de|au (?:nord|sud) d[e’']|à l['’](?:est|ouest|extérieur) d[e’']|autour de",
    "nêzîkî|li derdora|derdora|bakurê|başûrê|rojhilatê|rojavayê",
))
NEAR_AFTER = "|".join((
    "yakın(?:ı|lar)\\w*|çevresi\\w*|civarı\\w*|dışında|eteklerinde|kuzeyi\\w*|güneyi\\w*|doğusu\\w*|batısı\\w*|yakınında",
))

# --- Arabic script -------------------------------------------------------------------------------------

ARABIC_CUES = _words("""في فى من إلى الى قرب على بين نحو باتجاه داخل خارج وسط حول محيط ضواحي أطراف شمال شمالي جنوب جنوبي شرق شرقي غرب غربي
مدينة مدينتي بلدة بلدتي قرية قريتي محافظة محافظتي ريف ريفي منطقة ناحية قضاء مخيم حي طريق حدود
در از به تا سوی نزدیک نزدیکی حومه شهر شهرستان استان روستای شمال جنوب شرق غرب مرز بین
لە لەنێو بۆ تا نزیک نزیکی شاری شاروچکەی پارێزگای گوندی ناوچەی قەزای ناو باکووری باشووری ڕۆژهەڵاتی ڕۆژئاوای دەوروبەری سنووری هەرێمی""")
# Joined to the name: "and", "so", "in", "to", with and without the article.
_ARABIC_PREFIX = re.compile(r"(?:[وف]?(?:لل|[بل]ال|[بل])|[وف]ال|[وف])(?=\w{3})")
_SORANI_SUFFIX = re.compile(r"(?<=\w\w\w)(?:ەوەش|ەوە|وە|یشدا|دا|یش|ش|ی|ێ)$")
_PERSIAN_SUFFIX = re.compile(r"(?<=\w\w\w)(?:\u200cای|\u200cی|ی|ي)$")


def arabic_forms(surface: str) -> Iterator[tuple[int, int, str]]:
    """What a word or words in Arabic script may be: the start and end of the name in it, and the name."""
    n = len(surface)
    yield 0, n, surface
    m = _ARABIC_PREFIX.match(surface)
    starts = [0]
    if m:
        # The longest first, then "و" alone ("وبحلب", "والرقة", "وادي").
        prefix = m.group()
        keep = 2 if prefix.endswith("ال") else 0
        starts += [len(prefix) - keep] if len(prefix) - keep > 0 else []
        if len(prefix) > 1 and prefix[0] in "وف":
            starts.append(1)
    for s in starts[1:]:
        if n - s >= 3:
            yield s, n, surface[s:]
    for pattern in (_SORANI_SUFFIX, _PERSIAN_SUFFIX):
        tail = pattern.search(surface)
        if tail and tail.start() >= 3:
            yield 0, tail.start(), surface[:tail.start()]


# --- Cyrillic --------------------------------------------------------------------------------------------

# ending of the case : ending of the plain name, the likeliest first (Russian and Ukrainian together).
_CYRILLIC = """
ской:ская ского:ский ском:ское скую:ская скою:ская ской:ск ському:ськ ськом:ськ ської:ська ській:ська ську:ська ською:ська
ского:ское ому:ий ого:ое ого:е ому:е ой:ая ую:ая ою:а ей:ея ом:ой ым:ый ем:ь ём:ь ого:ый ому:ый ом:ый ий:ій
ами:ы ах:ы ам:ы ами:и ах:и ам:и ями:и ях:и ям:и цях:ці ців:ці :ы :и
ові:ів ову:ів ова:ів овом:ів єві:їв єва:їв єву:їв євом:їв єві:иїв єва:иїв еві:ів
ом:о ом: а:о е:о у:о ою: а: у: ом: е: і: ові: еві: ем: єм:
и:а ы:а у:а е:а і:а ой:а ою:а ей:а ею:а еї:а
і:я ю:я и:я е:я ей:я ею:я єю:я ії:ія ію:ія ією:ія ии:ия ию:ия ией:ия ії:ия
я:ь ю:ь ем:ь е:ь і:ь и:ь ью:ь я:й ю:й ем:й е:й ї:й
ці:ка ці:ця цю:ця цею:ця ці:ки зі:га зі:г сі:ха жі:га
жжі:жжя жжю:жжя ллі:лля ллю:лля нні:ння ню:ня
роге:рог роге:рог розі:ріг рогу:ріг рога:ріг рогом:ріг
"""
_CYRILLIC_RULES: dict[str, list[str]] = {}
for _pair in _CYRILLIC.split():
    _ending, _, _plain = _pair.partition(":")
    if _plain not in _CYRILLIC_RULES.setdefault(_ending, []):
        _CYRILLIC_RULES[_ending].append(_plain)
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u04ff]")
_PERSONAL = re.compile(r"(?:ов|ев|ёв|ин|ын|ін|іна|іну|іним|ова|ева|ёва|ина|ову|еву|ину|овым|евым|ко|ук|юк|чук|енко|ського|ский|ський|ая|ой|ых)$")


# Behind a Slavic adjective: "в Донецкой области", "Ізюмського району".
REGION_AFTER = re.compile(r"\s(?:област(?:ь|и|і|ью|ю|ей)|район(?:а|е|у|ом|і)?|кра(?:й|я|е|ю))(?!\w)")


def like_a_surname(surface: str) -> bool:
    """Many Slavic surnames are town names in a case ("Иванова", "Пушкину")."""
    return bool(_PERSONAL.search(surface))


def _cyrillic_word(word: str) -> list[str]:
    out = [word]
    for size in range(min(5, len(word) - 2), -1, -1):
        ending = word[len(word) - size:] if size else ""
        for plain in _CYRILLIC_RULES.get(ending, ()):
            stem = word[:len(word) - size] if size else word
            if len(stem) >= 2 and stem + plain not in out:
                out.append(stem + plain)
    return out


def _cyrillic_forms(surface: str) -> Iterator[str]:
    words = re.split(r"([ -])", surface)
    choices = [_cyrillic_word(w) if _CYRILLIC_LETTER.match(w) and len(w) > 2 else [w] for w in words]
    if len(choices) > 3:
        choices = [c[:9] for c in choices]
    for forms in islice(product(*choices), 90):
        form = "".join(forms)
        if form != surface:
            yield form


# --- Latin -------------------------------------------------------------------------------------------------

_TURKISH = re.compile(r"(?<=\w\w)['’](?:[dt][ae]n?|[dt][ae]ki(?:ler)?|[ıiuü]n|n[ıiuü]n|y?[aeıiuü]|[ıiuü]|y?l[ae]|l[ıiuü]|s[ıiuü]|ya|ye)$")
# Kurmanji oblique and ezafe: "Efrînê", "Qamişloyê", "Kobaniyê", "Şingalê", "Helebê de".
_KURMANJI = (("iyê", "î"), ("iyê", "ê"), ("iya", "î"), ("yê", ""), ("ya", ""), ("ê", ""), ("a", ""), ("î", ""), ("an", ""), ("ê", "e"))


def _kurmanji_forms(surface: str) -> Iterator[str]:
    for ending, plain in _KURMANJI:
        if surface.endswith(ending) and len(surface) - len(ending) >= 3:
            yield surface[:-len(ending)] + plain


def plain_forms(surface: str, lang: str | None) -> Iterator[tuple[str, int]]:
    """Plain forms of an inflected name with the length of the name in the text, the likeliest first.

    >>> [f for f, n in plain_forms("Lazkiye'de", "tr")]
    ['Lazkiye']
    """
    n = len(surface)
    if _CYRILLIC_LETTER.match(surface):
        for form in _cyrillic_forms(surface):
            yield form, n
        return
    tail = _TURKISH.search(surface)
    if tail:
        yield surface[:tail.start()], tail.start()
    elif lang in ("ku", "kmr", "kur"):
        for form in _kurmanji_forms(surface):
            yield form, n
