"""The words around the evidence, in the languages the pages can be had in; each entry is (English, Arabic).

Names, titles and quotations stay as their sources wrote them; so do the reasons that the verbs give, and the terms of the standards.
"""

from __future__ import annotations

LANGUAGES = ("en", "ar")

MESSAGES: dict[str, tuple[str, str]] = {
    "workbench": ("Workbench", "منصة العمل"),
    "skip": ("Skip to the content", "انتقل إلى المحتوى"),
    "language": ("Language", "اللغة"),
    # the list
    "reports": ("Reports", "التقارير"),
    "reports.n": ("{n} reports", "عدد التقارير: {n}"),
    "reports.found": ("{n} of the case’s reports hold these words", "عدد التقارير التي تحوي هذه الكلمات: {n}"),
    "reports.none": ("There are none yet: bearwitness add FILE...", "لا يوجد شيء بعد: bearwitness add FILE..."),
    "reports.notfound": ("No report holds these words in its title, publisher or source.", "لا تقرير يحوي هذه الكلمات في عنوانه أو ناشره أو مصدره."),
    "search": ("Title, publisher or source", "العنوان أو الناشر أو المصدر"),
    "search.go": ("Search", "بحث"),
    "search.all": ("Show all", "عرض الكل"),
    "col.title": ("Title", "العنوان"),
    "col.publisher": ("Publisher", "الناشر"),
    "col.date": ("Published", "تاريخ النشر"),
    "col.level": ("Level", "مستوى السرية"),
    "col.assurance": ("What was captured", "ما الذي حُفظ"),
    "col.claims": ("Claims", "الادعاءات"),
    "unknown": ("not known", "غير معروف"),
    "none": ("none", "لا يوجد"),
    "unread": ("not read", "لم يُقرأ"),
    "page.of": ("Page {n} of {k}", "صفحة {n} من {k}"),
    "page.before": ("Previous page", "الصفحة السابقة"),
    "page.after": ("Next page", "الصفحة التالية"),
    "level.0": ("0 public", "0 علني"),
    "level.1": ("1 team", "1 الفريق"),
    "level.2": ("2 restricted", "2 مقيّد"),
    "level.3": ("3 strictly confidential", "3 سري للغاية"),
    "assurance.content": ("the content", "المحتوى"),
    "assurance.partial": ("part of the content, or in doubt", "جزء من المحتوى، أو موضع شك"),
    "assurance.address": ("the address alone", "العنوان الإلكتروني وحده"),
    "assurance.upload": ("a file that was added", "ملف أُضيف"),
    "assurance.browser": ("what a browser showed", "ما عرضه المتصفح"),
    "assurance.import": ("from a package ({kind})", "من حزمة ({kind})"),
    "assurance.none": ("not told", "غير مذكور"),
    # a report
    "original": ("The original", "الأصل"),
    "original.lead": ("Shown on an origin of its own, where nothing in it can run, fetch or lead away. Opening it asks nobody on the network.",
                      "يُعرض من مصدر منفصل لا يعمل فيه أي شيء ولا يجلب شيئًا ولا يقود إلى مكان آخر. فتحه لا يتصل بأحد على الشبكة."),
    "original.page": ("An inert copy of the web page: scripts, frames, forms, live links and everything that would be fetched are left out.",
                      "نسخة خاملة من صفحة الويب: أُسقطت البرامج والإطارات والنماذج والروابط الحية وكل ما يستدعي جلبًا من الشبكة."),
    "original.picture": ("The picture, drawn anew from its pixels.", "الصورة مرسومة من جديد من عناصرها."),
    "original.pdf": ("A page of the PDF file, drawn as a picture.", "صفحة من ملف PDF مرسومة كصورة."),
    "original.frame": ("The original of this report", "أصل هذا التقرير"),
    "original.none": ("This kind of original is not shown here. It can be saved.", "لا يُعرض هذا النوع من الأصول هنا، ويمكن حفظه."),
    "original.dim": ("Pictures are small, grey and blurred, for they may show the dead and the wounded.",
                     "الصور صغيرة ورمادية ومموّهة، فقد تُظهر قتلى وجرحى."),
    "original.show": ("Show pictures as they are", "عرض الصور كما هي"),
    "original.hide": ("Dim the pictures again", "تمويه الصور مجددًا"),
    "original.addresses": ("Show where links lead", "إظهار وجهات الروابط"),
    "original.noaddresses": ("Hide where links lead", "إخفاء وجهات الروابط"),
    "original.save": ("Save the original", "حفظ الأصل"),
    "original.saved": ("Saving is logged. The saved file is not inert: open it only on a machine without a network.",
                       "يُسجَّل الحفظ. والملف المحفوظ ليس خاملًا: لا تفتحه إلا على جهاز غير متصل بالشبكة."),
    "original.damaged": ("The original is not as it was preserved", "الأصل ليس كما حُفظ"),
    "pdf.page": ("Page of the file", "صفحة من الملف"),
    "pdf.before": ("Previous page of the file", "الصفحة السابقة من الملف"),
    "pdf.after": ("Next page of the file", "الصفحة التالية من الملف"),
    "text": ("Kept text", "النص المحفوظ"),
    "text.lead": ("The text that was read from the original, with the words that carry claims marked. Each mark leads to its claim.",
                  "النص الذي قُرئ من الأصل، وقد عُلّمت الكلمات التي تحمل ادعاءات. كل علامة تقود إلى ادعائها."),
    "text.none": ("No text was read from it.", "لم يُقرأ منه نص."),
    "text.part": ("Characters {a} to {b} of {n}", "الأحرف من {a} إلى {b} من {n}"),
    "text.before": ("Previous part", "الجزء السابق"),
    "text.after": ("Next part", "الجزء التالي"),
    "claims": ("Claims in this report", "الادعاءات في هذا التقرير"),
    "claims.lead": ("Every value is somebody’s claim. The first word is its kind, then who says so, then how.",
                    "كل قيمة ادعاء لجهة ما. الكلمة الأولى نوعه، ثم صاحبه، ثم كيف يقوله."),
    "claims.none": ("None were found, or the report was not read yet: bearwitness read", "لم يُعثر على شيء، أو لم يُقرأ التقرير بعد: bearwitness read"),
    "claims.more": ("{n} further claims lie in other parts of the text.", "في أجزاء أخرى من النص {n} من الادعاءات."),
    "own.voice": ("the report itself", "التقرير نفسه"),
    "judged": ("{relation}, by {who}: {reason}", "{relation}، من {who}: {reason}"),
    "record": ("Capture record", "سجل الالتقاط"),
    "record.none": ("It did not come from an address; what is known of how it came is in the log below.",
                    "لم يأتِ من عنوان إلكتروني؛ وما يُعرف عن كيفية وصوله مذكور في السجل أدناه."),
    "missing": ("missing: {reason}", "مفقود: {reason}"),
    "hashes": ("Digests", "البصمات الرقمية"),
    "hash.original": ("SHA-256 of the original", "SHA-256 للأصل"),
    "hash.original512": ("SHA-512 of the original", "SHA-512 للأصل"),
    "hash.package": ("SHA-256 of the package it lies in", "SHA-256 للحزمة التي يقع فيها"),
    "hash.text": ("SHA-256 of the kept text", "SHA-256 للنص المحفوظ"),
    "size": ("Size", "الحجم"),
    "bytes": ("{n} bytes", "{n} بايت"),
    "custody": ("Custody", "سلسلة الحيازة"),
    "custody.lead": ("What the log says was done with it, in the order of the log.", "ما يذكره السجل مما جرى عليه، بترتيب السجل."),
    "custody.report": ("Open the custody report", "فتح تقرير الحيازة"),
    "custody.index": ("Entry", "القيد"),
    "custody.kind": ("What", "ماذا"),
    "custody.time": ("When", "متى"),
    "custody.by": ("With", "بواسطة"),
    "facts": ("About this report", "عن هذا التقرير"),
    "fact.source": ("Source", "المصدر"),
    "fact.url": ("Address", "العنوان الإلكتروني"),
    "fact.author": ("Author", "الكاتب"),
    "fact.captured": ("Captured", "وقت الالتقاط"),
    "fact.type": ("Kind of file", "نوع الملف"),
    "fact.lang": ("Language", "اللغة"),
    "fact.reader": ("Reader", "القارئ"),
    "fact.incidents": ("Incidents", "الحوادث"),
    "fact.verdict": ("Verdict when it was added", "الحكم عند الإضافة"),
    "fact.corrected": ("A person has corrected what is said of this report; the record below is as it was preserved.",
                       "صحّح شخص ما يقال عن هذا التقرير؛ والسجل أدناه كما حُفظ."),
    # in the frame
    "left.bar": ("Inert copy. Left out:", "نسخة خاملة. أُسقط:"),
    "left.nothing": ("Inert copy. Nothing had to be left out.", "نسخة خاملة. لم يلزم إسقاط شيء."),
    "left.flat": ("The page nests too deep to be copied: these are its lines.", "تداخل الصفحة أعمق من أن يُنسخ: هذه أسطرها."),
    "left.scripts": ("scripts {n}", "برامج {n}"),
    "left.handlers": ("script attributes {n}", "خصائص برمجية {n}"),
    "left.frames": ("frames {n}", "إطارات {n}"),
    "left.drawings": ("drawings {n}", "رسوم {n}"),
    "left.media": ("sounds and videos {n}", "أصوات ومقاطع {n}"),
    "left.links": ("live links {n}", "روابط حية {n}"),
    "left.links_to_files": ("links to files {n}", "روابط ملفات {n}"),
    "left.forms": ("forms {n}", "نماذج {n}"),
    "left.fields": ("fields {n}", "حقول {n}"),
    "left.pictures_elsewhere": ("pictures not fetched {n}", "صور لم تُجلب {n}"),
    "left.pictures_broken": ("pictures that cannot be shown {n}", "صور تعذّر عرضها {n}"),
    "left.styles_that_fetch": ("styles that fetch {n}", "أنماط تجلب ملفات {n}"),
    "left.what_came_after": ("all after the first 40 MB", "كل ما بعد أول 40 ميغابايت"),
    "drawn.picture": ("{width} × {height} pixels", "{width} × {height} بكسل"),
    "drawn.frames": ("first of {n} frames", "الإطار الأول من {n}"),
    "drawn.pdf": ("Page {page} of {pages}", "صفحة {page} من {pages}"),
    "drawn.alt": ("The original, drawn from its pixels", "الأصل مرسومًا من عناصره"),
    "drawn.dim": ("small, grey and blurred", "صغيرة ورمادية ومموّهة"),
    # faults
    "evidence.damaged": ("The original is not as it was preserved", "الأصل ليس كما حُفظ"),
    "evidence.notshown": ("It cannot be shown", "لا يمكن عرضه"),
    "evidence.onlysaved": ("this kind of original is not shown; it can be saved", "لا يُعرض هذا النوع من الأصول؛ ويمكن حفظه"),
    "evidence.nothing": ("There is nothing at this address. Open the report from the workbench.", "لا شيء في هذا العنوان. افتح التقرير من منصة العمل."),
    "evidence.unreadable": ("It cannot be read just now.", "تتعذّر قراءته الآن."),
    "error.400": ("This makes no sense as it stands", "الطلب غير مفهوم"),
    "error.404": ("There is nothing here", "لا يوجد شيء هنا"),
    "error.405": ("This cannot be done here", "لا يمكن فعل هذا هنا"),
    "error.409": ("The original is not as it was preserved", "الأصل ليس كما حُفظ"),
    "error.413": ("Too large", "أكبر مما ينبغي"),
    "error.500": ("This is a defect of the program", "هذا خلل في البرنامج"),
    "error.503": ("The case cannot be used just now", "لا يمكن استعمال القضية الآن"),
    "error.defect": ("Its kind is in the operational log. What was kept is kept.", "نوع الخلل في سجل التشغيل. وما حُفظ يبقى محفوظًا."),
    "error.nothing": ("There is no such page.", "لا توجد صفحة كهذه."),
    "error.back": ("To the list of reports", "إلى قائمة التقارير"),
    # vocabularies
    "kind.statement": ("statement", "قول"), "kind.toll": ("toll", "حصيلة"), "kind.event": ("event", "حدث"),
    "kind.attribution": ("attribution", "نسبة الفعل"), "kind.label": ("label", "توصيف"), "kind.demand": ("demand", "مطالبة"),
    "kind.commitment": ("commitment", "تعهّد"), "kind.warning": ("warning", "تحذير"), "kind.victim": ("victim", "ضحية"),
    "stance.asserts": ("says so", "يقول"), "stance.reports": ("passes on", "ينقل"), "stance.denies": ("denies", "ينفي"),
    "stance.confirms": ("confirms", "يؤكد"), "stance.disputes": ("disputes", "يشكك"), "stance.accuses": ("accuses", "يتهم"),
    "stance.condemns": ("condemns", "يدين"), "stance.demands": ("demands", "يطالب"), "stance.promises": ("promises", "يتعهد"),
    "stance.threatens": ("threatens", "يهدد"), "stance.predicts": ("predicts", "يتوقع"), "stance.retracts": ("retracts", "يتراجع"),
    "hedge.negated": ("negated", "منفي"), "hedge.hypothetical": ("hypothetical", "افتراضي"), "hedge.future": ("future", "مستقبلي"),
    "hedge.unverified": ("unverified", "غير متحقق منه"), "hedge.alleged": ("alleged", "مزعوم"), "hedge.likely": ("likely", "مرجّح"),
    "hedge.reported": ("reported", "بحسب ما ورد"),
}


class Words:
    """The words in one language: `words("page.of", n=1, k=2)`."""

    def __init__(self, language: str = "en") -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.direction = "rtl" if self.language == "ar" else "ltr"
        self._column = LANGUAGES.index(self.language)

    def __call__(self, key: str, **values: object) -> str:
        return MESSAGES[key][self._column].format(**values)

    def has(self, key: str) -> bool:
        return key in MESSAGES


def language_of(asked: str | None, accepted: str | None) -> str:
    """The language of a page: the one asked for, else the first that the browser accepts and we have, else English."""
    if asked in LANGUAGES:
        return str(asked)
    for part in (accepted or "").split(",")[:20]:
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]
