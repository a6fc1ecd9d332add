"""Is what came the content, or only something at its address? Login walls, paywalls, consent banners, "unavailable", nothing.

A captured address is not preserved content. These are signs, found by plain words and counts; each says what it saw,
and a person decides. They never change what is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Warning_ = tuple[str, str]

CONTENT, PARTIAL, ADDRESS = "content", "partial", "address"
ORDER = (ADDRESS, PARTIAL, CONTENT)

# Words on pages of several languages (en fr es de tr ar fa ru uk ku ckb). Where they count: see `_found`.
_SIGNS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple((code, text, re.compile(words, re.I)) for code, text, words in (
    ("unavailable", "the page says that its content is not available",
     r"(?:this|the|that) (?:requested )?(?:post|page|tweet|video|content|article|account|channel|story|photo|reel)(?: you (?:requested|are looking for))? "
     r"(?:is|was|isn['’]t|is not|has been|may have been|could not be|cannot be|can['’]t be|doesn['’]t|does not|no longer) "
     r"(?:\w+ (?:or )?)?(?:unavailable|available|deleted|removed|moved|found|suspended|private|withheld|exists?)|page (?:not found|introuvable)|"
     r"(?:can['’]t|cannot|could not|couldn['’]t) find (?:that|this|the) (?:page|post|article|video)|page you(?: are|['’]re) looking for|(?:^|error )404\b|"
     r"no longer (?:available|exists?)|content not available|account (?:suspended|withheld)|video unavailable|"
     r"n['’]est (?:pas|plus) disponible|n['’]existe (?:pas|plus)|a été supprimée?|ya no está disponible|no está disponible|página (?:\w+ ){0,3}no (?:encontrada|existe)|ha sido eliminad[ao]|"
     r"nicht (?:mehr )?verfügbar|seite nicht gefunden|bulunamadı|kullanılamıyor|ulaşılamıyor|mevcut değil|kaldırıl(?:dı|mış)|silinmiş|"
     r"غير متاح|غير متوفر|غير موجود|لم يتم العثور|تم حذف|محذوف|در دسترس نیست|(?:یافت|پیدا) نشد|حذف شده|не найден[ао]?|не существует|недоступн|удал[её]н[ао]?|не знайдено|видален[ао]?|"
     r"story has expired|es privad[oa]\b|erreur 404|ошибка 404|askıya alın|موقوف|معلق شده|заблокован[оа]?\b|заблокирован[оа]?\b|tune ye\b|nehat(?:e)? dîtin|ne ?berdest e|peyda ne ?bû|hat(?:iye)? jêbirin|نەدۆزرایەوە|بەردەست نییە|سڕاوەتەوە"),
    ("login-wall", "the page asks the reader to sign in",
     r"(?:log|sign) ?in (?:to|with|into) (?:\w+ ){0,3}(?:continue|view|see|read|access|your account|facebook|instagram|x\b|twitter|google)|log into facebook|"
     r"you must (?:be logged|log|sign) in|please (?:log|sign) in|(?:log in|sign up|create (?:an )?account) or (?:log in|sign up|register)|"
     r"join (?:facebook|instagram|linkedin)|(?:register|sign up) or log ?in|créez un compte|regístrate|зарегистрируйтесь|وارد حساب|connectez-vous|identifiez-vous|se connecter pour|iniciar? sesión para|inicia (?:tu )?sesión|anmelden, um|giriş yap|oturum aç|"
     r"تسجيل الدخول|سجّ?ل الدخول|وارد شوید|ورود به حساب|войдите|войти, чтобы|авториз(?:оваться|уйтесь)|увійд(?:іть|и)|авторизуйтеся|têkev(?:e|in)\b|بچۆ ژوورەوە|چوونەژوورەوە"),
    ("paywall", "the page shows the rest of its content to subscribers alone",
     r"subscribe (?:to (?:continue|read)|for full access|now to read)|(?:for|to) (?:our )?subscribers only|subscriber[- ]only|already a subscriber|limit of free (?:articles|stories)|"
     r"start your free trial|to keep reading|لقراءة بقية|réservée? aux abonnés|abonnez-vous|de cet article à lire|(?:exclusiv[oa]|solo) para suscriptores|suscr[íi]bete|nur für abonnenten|"
     r"(?:sadece )?aboneler (?:için|içindir)|abone ol|للمشتركين|اشترك الآن|ویژه مشترک|مشترکان است|только (?:\w+ )?(?:по )?подпис|оформи(?:ть|те) подписку|передплат|tenê ji bo aboneyan"),
    ("consent-banner", "the page shows a consent banner in the place of content, or over it",
     r"(?:we|our partners|this (?:site|website)) (?:and our (?:\w+ ){0,2}partners )?(?:use|uses|store)s? (?:\w+ )?(?:cookies|and access information)|our (?:site|website) uses cookies|accept (?:all )?cookies|"
     r"cookie (?:consent|settings|preferences)|before you continue to|we value your privacy|nous utilisons des cookies|utilizamos cookies|wir verwenden cookies|çerez(?:ler|leri|an)? (?:bi )?k[ua]|"
     r"ملفات تعريف الارتباط|از کوکی|کوکی(?:‌ها)? استفاده|файлы cookie|файли cookie"),
    ("robot-check", "the page asks whether the reader is a person",
     r"verify (?:that )?you are (?:a )?human|confirm you are (?:a )?human|are you a robot|insan olduğun|you are not a robot|checking your browser|unusual traffic|enable javascript and cookies to continue|captcha|just a moment\.\.\.|"
     r"access denied|request blocked|attention required|êtes (?:bien )?(?:humain|une personne|pas un robot)|no eres un robot|eres humano|kein roboter|robot olmadığın|"
     r"لست (?:روبوت|برنامج)|ربات نیستید|не робот|robot nîn"),
    ("needs-script", "the page shows its content only with scripts, which the plain lane does not run",
     r"(?:please )?(?:enable|turn on|activate) javascript|javascript is (?:disabled|required|not available)|requires javascript|you need to enable javascript|"
     r"activer javascript|habilit[ae] javascript|javascript aktivieren"),
))
_LINE = 100             # characters: what a wall says stands in a short line, what a reporter tells of one in a long one
_ASKS = 12              # ... or a long one begins with it: "We and our 812 partners store ..."
_QUOTES = "«“„‘\"'"       # a report may begin with what somebody said
_SENTENCES = 60         # a line from here on counts as prose
_PROSE = 300            # so much prose beside it is content, whatever else the page shows
_TITLE_PROSE = 140      # with so much prose the title alone is a headline
_LITTLE = 80            # characters: less is a notice more often than a report
_OF_TITLE = 0.3         # the part of a title that the words must be


def signs(text: str | None, title: str | None = None) -> tuple[Warning_, ...]:
    """What speaks against a page's being the content: (code, text) each, in a fixed order.

    Args:
        text: what a reader made of it, a block a line; None or blank: nothing.
    """
    body = (text or "").strip()
    if not body:
        return (("no-text", "there is no text on the page"),)
    lines = [" ".join(line.split()) for line in body.splitlines()]
    found: list[Warning_] = []
    for code, told, pattern in _SIGNS:
        words = _found(code, pattern, lines) or _in_title(code, pattern, lines, title)
        if words:
            found.append((code, f"{told} (“{words[:80]}”): look whether the content is there; a browser capture may show more"))
    if not found and len(body) < _LITTLE and all(len(line) < _SENTENCES for line in lines):
        found.append(("little-text", f"there are {len(body)} characters on the page and no whole sentence: look whether that is all of it"))
    return tuple(found)


def _found(code: str, pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    """The words, where they stand in a line of the page's own voice, with little prose beside it. What is for subscribers may follow a long beginning."""
    for line in lines:
        m = pattern.search(line)
        if m is None or not (len(line) <= _LINE or (code != "unavailable" and m.start() <= _ASKS and line[0] not in _QUOTES)):
            continue
        if code == "paywall" or _prose(lines, pattern) < _PROSE:
            return m.group()
    return None


def _prose(lines: Sequence[str], pattern: re.Pattern[str]) -> int:
    return sum(len(line) for line in lines if len(line) >= _SENTENCES and not pattern.search(line[:_LINE]))


def _in_title(code: str, pattern: re.Pattern[str], lines: Sequence[str], title: str | None) -> str | None:
    m = pattern.search(title) if title and code not in ("consent-banner", "paywall") else None
    if m is None or sum(len(line) for line in lines if len(line) >= _SENTENCES) >= _TITLE_PROSE:
        return None
    return m.group() if len(m.group()) >= _OF_TITLE * len(title or "") else None


def level(status: int | None, flags: Sequence[Warning_], *, text: bool) -> str:
    """`content`: there is text and nothing speaks against it; `partial`: something does; `address`: no content came."""
    if status is not None and not 200 <= status < 300:
        return ADDRESS
    if not text or any(code in ("unavailable", "login-wall", "robot-check", "no-text") for code, _ in flags):
        return ADDRESS
    return PARTIAL if flags else CONTENT
