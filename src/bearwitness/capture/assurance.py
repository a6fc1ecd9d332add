"""Is what came the content, or only something at its address? Login walls, consent banners, "unavailable", nothing.

A captured address is not preserved content. These are signs, found by plain words and counts; each says what it saw,
and a person decides. They never change what is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Warning_ = tuple[str, str]

CONTENT, PARTIAL, ADDRESS = "content", "partial", "address"
ORDER = (ADDRESS, PARTIAL, CONTENT)

# Words on pages of several languages (en fr es de tr ar fa ru uk ku). A sign counts in a short text only, or in its title.
_SIGNS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple((code, text, re.compile(words, re.I)) for code, text, words in (
    ("unavailable", "the page says that its content is not available",
     r"(?:this|the|that) (?:post|page|tweet|video|content|account|channel|story|photo|reel)(?: you (?:requested|are looking for))? (?:is|was|isn['’]t|is not|has been|"
     r"may have been|could not be|cannot be) (?:\w+ )?(?:unavailable|available|deleted|removed|found|suspended|private|withheld)|page (?:not found|introuvable)|"
     r"no longer (?:available|exists?)|content not available|account (?:suspended|withheld)|video unavailable|hmm\W+this page doesn['’]t exist|"
     r"n['’]est (?:pas|plus) disponible|ya no está disponible|no está disponible|página no encontrada|nicht (?:mehr )?verfügbar|seite nicht gefunden|"
     r"bu (?:sayfa|gönderi|içerik|video) (?:bulunamadı|kullanılamıyor|mevcut değil)|sayfa bulunamadı|غير متاح|غير متوفر|الصفحة غير موجودة|تم حذف|"
     r"در دسترس نیست|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|страница не найдена|недоступн|удален[ао]?|сторінку не знайдено|видален[ао]|peyv nehat dîtin"),
    ("login-wall", "the page asks the reader to sign in",
     r"(?:log|sign) ?in (?:to|with) (?:\w+ ){0,3}(?:continue|view|see|read|access|your account|facebook|instagram|x\b|twitter|google)|you must (?:be logged|log) in|"
     r"please (?:log|sign) in|(?:log in|sign up|create (?:an )?account) or (?:log in|sign up|register)|subscribe to (?:continue|read)|already a subscriber|"
     r"join (?:facebook|instagram|linkedin) (?:or log in)?|connectez-vous|se connecter pour|iniciar? sesión para|inicia sesión|anmelden, um|giriş yap|"
     r"تسجيل الدخول|سجّ?ل الدخول|وارد شوید|ورود به حساب|войдите|войти, чтобы|увійдіть"),
    ("consent-banner", "the page shows a consent banner in the place of content, or over it",
     r"(?:we|our partners|this (?:site|website)) (?:and our (?:\w+ )?partners )?(?:use|uses|store)s? (?:\w+ )?cookies|accept (?:all )?cookies|cookie (?:consent|settings|preferences)|"
     r"before you continue to|we value your privacy|nous utilisons des cookies|utilizamos cookies|wir verwenden cookies|çerez(?:ler|leri)? kullan|ملفات تعريف الارتباط|"
     r"файлы cookie|файли cookie"),
    ("robot-check", "the page asks whether the reader is a person",
     r"verify (?:that )?you are (?:a )?human|are you a robot|checking your browser|unusual traffic|enable javascript and cookies to continue|captcha|just a moment\.\.\.|"
     r"access denied|request blocked|attention required"),
    ("needs-script", "the page shows its content only with scripts, which the plain lane does not run",
     r"(?:please )?(?:enable|turn on|activate) javascript|javascript is (?:disabled|required|not available)|requires javascript|you need to enable javascript|"
     r"activer javascript|habilit[ae] javascript|javascript aktivieren"),
))
_SHORT = 1_500          # characters; a long text that also mentions cookies is content
_BANNER_ALONE = 600


def signs(text: str | None, title: str | None = None) -> tuple[Warning_, ...]:
    """What speaks against a page's being the content: (code, text) each, in a fixed order.

    Args:
        text: what a reader made of it; None or blank: nothing.
    """
    body = (text or "").strip()
    if not body:
        return (("no-text", "there is no text on the page"),)
    found: list[Warning_] = []
    for code, told, pattern in _SIGNS:
        short = len(body) <= (_BANNER_ALONE if code == "consent-banner" else _SHORT)
        m = (pattern.search(body) if short else None) or (pattern.search(title) if title and code != "consent-banner" else None)
        if m:
            found.append((code, f"{told} (“{m.group()[:80]}”): look whether the content is there; a browser capture may show more"))
    return tuple(found)


def level(status: int | None, flags: Sequence[Warning_], *, text: bool) -> str:
    """`content`: there is text and nothing speaks against it; `partial`: something does; `address`: no content came."""
    if status is not None and not 200 <= status < 300:
        return ADDRESS
    if not text or any(code in ("unavailable", "login-wall", "robot-check", "no-text") for code, _ in flags):
        return ADDRESS
    return PARTIAL if flags else CONTENT
