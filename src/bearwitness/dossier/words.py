"""The words around the evidence, in the languages the page can be had in.

Only page furniture is translated. Names, quotations and titles of reports stay as their sources wrote them.
Each entry is (English, Arabic); `{n}` and the like are filled in by `Words.__call__`.
"""

from __future__ import annotations

from datetime import date

from bearwitness.dossier.axis import day
from bearwitness.errors import UsageError
from bearwitness.model import When
from bearwitness.weigh.reasons import TEMPLATES

LANGUAGES = ("en", "ar")

MESSAGES: dict[str, tuple[str, str]] = {
    # the page
    "dossier": ("Dossier", "ملف توثيقي"),
    "contents": ("Contents", "المحتويات"),
    "skip": ("Skip to the content", "انتقل إلى المحتوى"),
    "audience": ("Prepared for: {a}", "أُعدّ من أجل: {a}"),
    "audience.public": ("the public", "الجمهور"),
    "audience.team": ("the team", "الفريق"),
    "audience.partner": ("a partner organisation", "منظمة شريكة"),
    "audience.court": ("a court or mandated inquiry", "محكمة أو جهة تحقيق مكلّفة"),
    "standing": ("Standing", "الحالة"),
    "standing.convergent": ("convergent", "متقاربة"),
    "standing.supported": ("supported", "مدعومة"),
    "standing.single root": ("single origin", "مصدر أصلي واحد"),
    "standing.differing": ("differing", "متباينة"),
    "standing.no figure": ("no figure", "لا رقم"),
    "standing.contested": ("contested", "متنازع عليها"),
    "standing.circular": ("circular", "دائرية"),
    "why": ("Why", "السبب"),
    "when": ("When", "متى"),
    "where": ("Where", "أين"),
    "reports": ("Reports", "التقارير"),
    "claims": ("Claims", "الادعاءات"),
    "origins": ("Independent origins of figures", "المصادر الأصلية المستقلة للأرقام"),
    "voice": ("Every value on this page is somebody’s claim. The page says who claims it and shows the words. It finds nothing itself.",
              "كل قيمة في هذه الصفحة ادعاء لجهة ما. تذكر الصفحة صاحب الادعاء وتعرض كلماته، ولا تستنتج شيئًا من عندها."),
    # what is claimed
    "claimed": ("What is claimed, and by whom", "ماذا يُدّعى، ومن يدّعيه"),
    "claimed.lead": ("The latest figure of each origin. A figure repeated by other outlets is still one origin.",
                     "أحدث رقم لكل مصدر أصلي. والرقم الذي تكرره وسائل إعلام أخرى يبقى مصدرًا واحدًا."),
    "others": ("Further populations", "فئات أخرى"),
    "weighed": ("How these figures were weighed", "كيف وُزنت هذه الأرقام"),
    "differ": ("Figures that exclude each other only in appearance: they differ in scope", "أرقام تتعارض في الظاهر فقط لأنها تختلف في ما تعدّه"),
    "range": ("Range of the current figures", "مدى الأرقام الحالية"),
    "range.open": ("{low} or more, no upper end", "{low} أو أكثر، دون حد أعلى"),
    "range.closed": ("{low} to {high}", "من {low} إلى {high}"),
    "range.unknown": ("not known", "غير معروف"),
    "best": ("Best figure by rule", "أفضل رقم بحسب القاعدة"),
    "floor": ("Named in lists", "مذكورون بالاسم في القوائم"),
    "blamed": ("Who is blamed", "من يُحمَّل المسؤولية"),
    "blamed.by": ("by {who}", "من جانب {who}"),
    "denied": ("What is denied", "ما يُنفى"),
    "within": ("Part of", "جزء من"),
    "parts": ("Its parts, each with figures of its own", "أجزاؤها، ولكل جزء أرقامه"),
    "parts.lead": ("A part’s figure is never added to that of the whole. Their sum is only checked against it.",
                   "لا يُضاف رقم الجزء أبدًا إلى رقم الكل، وإنما يُقارن مجموع الأجزاء به للتحقق."),
    "parts.absent": ("Parts that are not in this dossier: {n}", "أجزاء ليست في هذا الملف: {n}"),
    "parts.sums": ("Their sum, checked", "مجموعها بعد التحقق"),
    "questions": ("Not decided: one incident or two", "لم يُحسم بعد: حادثة واحدة أم حادثتان"),
    "notes": ("Why these reports are taken together", "لماذا جُمعت هذه التقارير معًا"),
    "none": ("None", "لا يوجد"),
    "agreement": ("Agreement within 10 %", "التوافق"),
    "agreement.of": ("{k} of {n} origins, on {range}", "{k} من {n} من المصادر الأصلية ({range})"),
    "rising": ("Still rising", "ما زال يرتفع"),
    "root.stale": ("stale", "قديم"),
    # tolls
    "tolls": ("Figures over time", "الأرقام عبر الزمن"),
    "tolls.lead": ("Each population is counted apart. A figure stands at the day the count stood; a hollow mark means that the source does not say, and the day of publication is used. Where the two days differ, a thin line leads to the day of publication.",
                   "تُحسب كل فئة على حدة. يوضع الرقم عند يوم الإحصاء؛ والعلامة المجوّفة تعني أن المصدر لا يذكره، فيُستعمل يوم النشر. وحين يختلف اليومان يصل خط رفيع إلى يوم النشر."),
    "chart.title": ("{harm}: {whom}", "{harm}: {whom}"),
    "chart.desc": ("Step lines of {n} figures by {k} origins. The table below gives the same values.",
                   "خطوط متدرجة لأرقام عددها {n} من مصادر أصلية عددها {k}. ويعطي الجدول أدناه القيم نفسها."),
    "chart.cut": ("{n} days not drawn", "{n} يومًا لم تُرسم"),
    "chart.cuts": ("Quiet stretches of more than a week are shortened; each cut is marked.",
                   "اختُصرت الفترات الخالية التي تزيد على أسبوع، ووُضعت علامة عند كل اختصار."),
    "chart.band": ("range {range}", "المدى {range}"),
    "chart.undated": ("Not drawn, because no date is known:", "لم يُرسم لعدم معرفة التاريخ:"),
    "chart.key": ("Filled: the day of the count. Hollow: the day of publication. Arrow: at least, or at most. Bar: from one figure to another.",
                  "ممتلئ: يوم الإحصاء. مجوّف: يوم النشر. سهم: على الأقل أو على الأكثر. شريط: من رقم إلى آخر."),
    "table.figures": ("Figures: {whom}", "الأرقام: {whom}"),
    "col.figure": ("Figure", "الرقم"),
    "col.whom": ("Of whom", "من هم"),
    "col.speaker": ("Who says so", "من يقول ذلك"),
    "col.asof": ("Count stood on", "تاريخ الإحصاء"),
    "col.published": ("Published", "تاريخ النشر"),
    "col.standing": ("Standing of the figure", "وضع الرقم"),
    "col.passage": ("Passage", "المقطع"),
    "figure.current": ("current", "حالي"),
    "figure.earlier": ("earlier figure of this origin", "رقم أسبق للمصدر نفسه"),
    "figure.outside": ("outside the range", "خارج المدى"),
    "apart": ("Parts and increments: shown, not added up", "أجزاء وزيادات: تُعرض ولا تُجمع"),
    "repeats": ("Repeats of the same figures", "تكرار الأرقام نفسها"),
    "aside.subset": ("part of a larger figure", "جزء من رقم أكبر"),
    "aside.increment": ("increment of a shorter time", "زيادة لفترة أقصر"),
    "aside.place_part": ("one place only", "مكان واحد فقط"),
    "aside.implausible": ("too large for a count", "أكبر من أن يكون تعدادًا"),
    "aside.stale": ("older than the newest by more than a week", "أقدم من الأحدث بأكثر من أسبوع"),
    "aside.distorted": ("differs from the figure it cites", "يختلف عن الرقم الذي يستشهد به"),
    "aside.repeated": ("repeats another claim", "يكرر ادعاءً آخر"),
    "aside.hypothetical": ("only a possibility", "مجرد احتمال"),
    "harm.killed": ("Killed", "قتلى"),
    "harm.injured": ("Injured", "جرحى"),
    "harm.missing": ("Missing", "مفقودون"),
    "harm.displaced": ("Displaced", "نازحون"),
    "harm.detained": ("Detained", "محتجزون"),
    "harm.abducted": ("Abducted", "مختطفون"),
    "whom.all persons": ("all persons", "جميع الأشخاص"),
    "whom.civilians": ("civilians", "المدنيون"),
    "counted.other": ("{whom} ({unit})", "{whom} ({unit})"),
    "bound.exact": ("{n}", "{n}"),
    "bound.at_least": ("at least {n}", "{n} على الأقل"),
    "bound.more_than": ("more than {n}", "أكثر من {n}"),
    "bound.up_to": ("up to {n}", "حتى {n}"),
    "bound.about": ("about {n}", "نحو {n}"),
    "bound.between": ("{low} to {high}", "من {low} إلى {high}"),
    "bound.vague": ("a number not given", "عدد غير محدد"),
    "unstated": ("not stated", "غير مذكور"),
    "own.voice": ("the report itself", "التقرير نفسه"),
    "via": ("by way of {who}", "نقلًا عن طريق {who}"),
    "see": ("see the passage", "انظر المقطع"),
    # matrix
    "matrix": ("Who blames whom, and who denies it", "من يتّهم من، ومن ينفي"),
    "matrix.lead": ("Each day leads to its passage. Actors with different names are kept apart unless a report or a person joined them.",
                    "كل يوم يقود إلى مقطعه. تبقى الجهات ذات الأسماء المختلفة منفصلة ما لم يجمعها تقرير أو شخص."),
    "matrix.rows": ("Rows: who speaks. Columns: who is accused.", "الصفوف: من يتكلم. الأعمدة: من يُتّهم."),
    "matrix.columns": ("Rows: who is accused. Columns: who speaks.", "الصفوف: من يُتّهم. الأعمدة: من يتكلم."),
    "matrix.corner": ("Speaker", "المتحدث"),
    "matrix.time": ("A line for each who speaks, a mark for each claim at its day.", "خط لكل متحدث، وعلامة لكل ادعاء عند يومه."),
    "matrix.time.title": ("Who blames whom, over time", "من يتّهم من، عبر الزمن"),
    "matrix.time.desc": ("{n} claims about {k} accused, by day. The table below gives the same.", "{n} من الادعاءات عن {k} من المتهمين، بحسب اليوم. ويعطي الجدول أدناه الشيء نفسه."),
    "matrix.time.more": ("{n} further speakers are in the table only.", "هناك {n} من المتحدثين الآخرين في الجدول فقط."),
    "matrix.key.accuses": ("accuses", "يتهم"),
    "matrix.key.own": ("the accused’s own side owns up", "طرف المتهم نفسه يقرّ"),
    "matrix.key.denies": ("denies or disputes", "ينفي أو يشكك"),
    "matrix.key.withdraws": ("withdraws", "يسحب قوله"),
    "matrix.key.filled": ("Filled: the day of the words, by the text. Hollow: the day of publication. Thick line: the same source changed its word.",
                          "ممتلئ: يوم القول بحسب النص. مجوّف: يوم النشر. خط غليظ: المصدر نفسه غيّر قوله."),
    "matrix.own": ("own side", "من طرفه"),
    "matrix.counter": ("accused in turn", "متَّهم بالمقابل"),
    "matrix.noday": ("no day", "بلا يوم"),
    "matrix.published": ("{d} (published)", "{d} (نُشر)"),
    "interest": ("Declared interest", "المصلحة المصرّح بها"),
    "interest.lead": ("What a speaker has at stake is declared by people, with a name and a day, and never guessed. Where nothing stands, nobody has declared anything.",
                      "ما للمتحدث من مصلحة يصرّح به أشخاص باسم ويوم، ولا يُخمَّن أبدًا. وحيث لا شيء مكتوب لم يصرّح أحد بشيء."),
    "interest.by": ("declared by {who}, {d}", "صرّح بها {who}، {d}"),
    "interest.party to the conflict": ("party to the conflict", "طرف في النزاع"),
    "interest.state": ("state", "دولة"),
    "interest.ally of": ("ally of", "حليف لـ"),
    "interest.monitor": ("monitor", "جهة رصد"),
    "interest.media": ("media", "وسيلة إعلام"),
    "interest.victim's side": ("victim’s side", "طرف الضحايا"),
    "degree.direct": ("did it", "ارتكبه"),
    "degree.support": ("support", "دعم"),
    "degree.complicity": ("complicity", "تواطؤ"),
    "degree.tolerance": ("tolerance", "تغاضٍ"),
    "degree.unspecified": ("bears blame", "يتحمل اللوم"),
    "moved": ("What moved over time", "ما تغيّر مع الزمن"),
    "moved.lead": ("Each sentence has two claims of one source, with their days.", "في كل جملة ادعاءان لمصدر واحد مع يوميهما."),
    "move.denied, then confirmed": ("{accused}: {who} denied it on {d1}, and says so on {d2}.", "{accused}: نفى {who} ذلك في {d1}، ثم قال به في {d2}."),
    "move.confirmed, then denied": ("{accused}: {who} said so on {d1}, and denies it on {d2}.", "{accused}: قال {who} ذلك في {d1}، ثم نفاه في {d2}."),
    "move.withdrew": ("{accused}: {who} said so on {d1}, and withdrew it on {d2}.", "{accused}: قال {who} ذلك في {d1}، ثم سحبه في {d2}."),
    "move.withdrew alone": ("{accused}: {who} withdrew it on {d2}. No claim here has what was withdrawn.", "{accused}: سحب {who} قوله في {d2}. ولا ادعاء هنا يحمل ما سُحب."),
    "move.no name, then a name": ("{accused}: {who} told of it on {d1} and named nobody, and named them on {d2}.", "{accused}: روى {who} ذلك في {d1} ولم يسمِّ أحدًا، ثم سمّاهم في {d2}."),
    "move.another degree": ("{accused}: {who} said “{g1}” on {d1}, and “{g2}” on {d2}.", "{accused}: قال {who} «{g1}» في {d1}، ثم «{g2}» في {d2}."),
    "accused": ("Accused", "المتهم"),
    "denial": ("denial", "نفي"),
    "stance.asserts": ("says so", "يقول"),
    "stance.reports": ("passes on", "ينقل"),
    "stance.denies": ("denies", "ينفي"),
    "stance.confirms": ("confirms", "يؤكد"),
    "stance.disputes": ("disputes", "يشكك"),
    "stance.accuses": ("accuses", "يتهم"),
    "stance.condemns": ("condemns", "يدين"),
    "stance.demands": ("demands", "يطالب"),
    "stance.promises": ("promises", "يتعهد"),
    "stance.threatens": ("threatens", "يهدد"),
    "stance.predicts": ("predicts", "يتوقع"),
    "stance.retracts": ("retracts", "يتراجع"),
    "hedge.negated": ("negated", "منفي"),
    "hedge.hypothetical": ("hypothetical", "افتراضي"),
    "hedge.future": ("future", "مستقبلي"),
    "hedge.unverified": ("unverified", "غير متحقق منه"),
    "hedge.alleged": ("alleged", "مزعوم"),
    "hedge.likely": ("likely", "مرجّح"),
    "hedge.reported": ("reportedly", "بحسب ما ورد"),
    "hedge.none": ("", ""),
    # map
    "map": ("Places, as precisely as they are known", "الأماكن، بقدر ما هي معروفة"),
    "map.lead": ("A circle shows how far off the place may be, a shaded area that only the province is known. No pin is more exact than its source.",
                 "تُظهر الدائرة مدى عدم اليقين في المكان، وتدل المنطقة المظللة على أن المحافظة وحدها معروفة. ولا علامة أدق من مصدرها."),
    "map.desc": ("Map of {n} places named in the reports. The list below gives the same places.",
                 "خريطة لأماكن عددها {n} مذكورة في التقارير. وتعطي القائمة أدناه الأماكن نفسها."),
    "map.unresolved": ("Named, but not on the map", "مذكورة، لكنها ليست على الخريطة"),
    "map.none": ("No place in these claims has coordinates.", "لا إحداثيات لأي مكان في هذه الادعاءات."),
    "map.disclaimer": ("Outlines: Natural Earth (public domain), generalised. They imply no opinion on the status of any territory or border.",
                       "الحدود: Natural Earth (ملك عام)، مبسّطة. ولا تعني أي رأي في وضع أي إقليم أو حدود."),
    "map.km": ("{n} km", "{n} كم"),
    "col.place": ("Place", "المكان"),
    "col.precision": ("Known to", "درجة الدقة"),
    "col.named": ("Named in", "مذكور في"),
    "precision.1": ("the place itself", "المكان نفسه"),
    "precision.2": ("about 25 km around it", "نحو 25 كم حوله"),
    "precision.3": ("the district", "المنطقة"),
    "precision.4": ("the province", "المحافظة"),
    "precision.5": ("a wider region", "إقليم أوسع"),
    "precision.6": ("the country", "البلد"),
    "precision.7": ("sea or air", "البحر أو الجو"),
    "precision.none": ("a name only", "اسم فقط"),
    "times": ("{n} claims", "{n} من الادعاءات"),
    "times.one": ("1 claim", "ادعاء واحد"),
    # timeline
    "timeline": ("What is said to have happened, and when it was published", "ما قيل إنه حدث، ومتى نُشر"),
    "timeline.lead": ("A bar is as long as the date is vague. An arrow means that no end is given.",
                      "طول الشريط بقدر غموض التاريخ، والسهم يعني أن النهاية غير مذكورة."),
    "timeline.desc": ("Timeline of {n} events and {k} reports. The table below gives the same values.",
                      "خط زمني لأحداث عددها {n} وتقارير عددها {k}. ويعطي الجدول أدناه القيم نفسها."),
    "timeline.published": ("reports published", "تقارير منشورة"),
    "table.events": ("Events as claimed", "الأحداث كما يُدّعى"),
    "col.what": ("What", "ماذا"),
    "col.when": ("When", "متى"),
    "col.by": ("By", "من الفاعل"),
    "col.on": ("On", "المستهدف"),
    # lineage
    "lineage": ("Who repeats whom", "من يكرر من"),
    "lineage.lead": ("Repeating is not confirming. Indented lines repeat the line above them.",
                     "التكرار ليس تأكيدًا. الأسطر المزاحة تكرر السطر الذي فوقها."),
    "lineage.outside": ("cited only; no report of its own in this case", "مذكور بالاستشهاد فقط؛ لا تقرير له في هذه القضية"),
    "lineage.desc": ("Lines from {k} origins to {n} figures that repeat them. The list below gives the same.", "خطوط من {k} من المصادر الأصلية إلى {n} من الأرقام التي تكررها. القائمة أدناه تعطي الشيء نفسه."),
    "lineage.key": ("A line leads from a figure to what repeats it. Hollow: cited only. Dashed: suggested, for a person to settle.",
                    "يقود الخط من رقم إلى ما يكرره. المجوّف: مذكور بالاستشهاد فقط. المتقطع: مقترح ليبتّ فيه إنسان."),
    "lineage.more": ("{n} further figures are in the list only.", "هناك {n} من الأرقام الأخرى في القائمة فقط."),
    "lineage.none": ("No claim was found to repeat another.", "لم يتبيّن أن ادعاءً يكرر آخر."),
    "origin": ("Origin", "المصدر الأصلي"),
    # words
    "labels": ("Legal and moral words, as claims", "الألفاظ القانونية والأخلاقية بوصفها ادعاءات"),
    "labels.lead": ("Each word belongs to its speaker. Nothing here is a finding of this page.",
                    "كل لفظ ينسب إلى قائله، ولا شيء هنا استنتاج من هذه الصفحة."),
    "modality.alleges": ("alleges", "يدّعي"),
    "modality.warns": ("warns of", "يحذّر من"),
    "modality.finds": ("finds", "يخلص إلى"),
    "modality.denies": ("denies", "ينفي"),
    "article": ("Rome Statute, article {p}", "نظام روما الأساسي، المادة {p}"),
    "demands": ("Demands", "مطالب"),
    "commitments": ("Promises", "تعهدات"),
    "warnings": ("Warnings", "تحذيرات"),
    "victims": ("People named", "أشخاص مذكورون بالاسم"),
    "lists": ("Lists of the dead kept in this case", "قوائم القتلى المحفوظة في هذه القضية"),
    "lists.note": ("Names from the lists are not shown here.", "لا تُعرض هنا الأسماء الواردة في القوائم."),
    "lists.row": ("{keeper}, as of {asof}: {n} rows. Includes: {includes}", "{keeper}، حتى {asof}: {n} سطرًا. تشمل: {includes}"),
    # passages
    "passages": ("Passages", "المقاطع"),
    "passages.lead": ("Each sentence that carries claims, with their words marked, and below it the claims: what kind, who speaks, how. No more of a text is shown than these sentences.",
                      "كل جملة تحمل ادعاءات، وكلماتها معلَّمة، وتحتها الادعاءات: نوعها، ومن يتكلم، وكيف. ولا يُعرض من النص أكثر من هذه الجمل."),
    "kind.statement": ("statement", "تصريح"),
    "kind.toll": ("figure", "رقم"),
    "kind.event": ("event", "حدث"),
    "kind.attribution": ("attribution", "إسناد مسؤولية"),
    "kind.label": ("legal or moral word", "لفظ قانوني أو أخلاقي"),
    "kind.demand": ("demand", "مطلب"),
    "kind.commitment": ("promise", "تعهد"),
    "kind.warning": ("warning", "تحذير"),
    "kind.victim": ("person named", "شخص مذكور"),
    "chars": ("characters {a}–{b}", "الأحرف {a}–{b}"),
    "rule": ("rule: {r}", "القاعدة: {r}"),
    "no.text": ("The text of this report is not in this dossier.", "نص هذا التقرير ليس في هذا الملف."),
    # sources
    "sources": ("Sources", "المصادر"),
    "sources.passages": ("Sources and their passages", "المصادر ومقاطعها"),
    "source.published": ("published {d}", "نُشر في {d}"),
    "source.undated": ("publication date unknown", "تاريخ النشر غير معروف"),
    "source.captured": ("kept since {d}", "محفوظ منذ {d}"),
    "source.address": ("Address", "العنوان"),
    "source.from": ("Came from", "ورد من"),
    "source.nopublisher": ("publisher unknown", "الناشر غير معروف"),
    "source.proof": ("logged, proof in this folder", "مسجَّل، والبرهان في هذا المجلد"),
    "source.noproof": ("no proof in this folder", "لا برهان في هذا المجلد"),
    "source.original": ("original in this folder", "الأصل في هذا المجلد"),
    # judgements
    "judgements": ("Judgements made by people", "أحكام أصدرها أشخاص"),
    "judgements.none": ("Nobody has judged any of these claims yet. All was read by machine.",
                        "لم يحكم أحد بعد على أي من هذه الادعاءات. كل ما فيها قُرئ آليًا."),
    "relation.accept": ("accepts", "قبول"),
    "relation.fix": ("corrects", "تصحيح"),
    "relation.reject": ("rejects", "رفض"),
    "relation.same": ("same as", "مطابق لـ"),
    "relation.different": ("different from", "مختلف عن"),
    "relation.unsure": ("is unsure about", "عدم يقين بشأن"),
    "relation.supports": ("supports", "يدعم"),
    "relation.contradicts": ("contradicts", "يناقض"),
    "judged.a.claim": ("a claim", "ادعاء"),
    # limits
    "limits": ("What this page cannot say", "ما لا تستطيع هذه الصفحة قوله"),
    "limit.undercount": ("A reported toll counts what its source came to know. Early tolls are usually too low, and nothing here corrects for that.",
                         "الحصيلة المعلنة تحصي ما بلغ علم مصدرها. والحصائل المبكرة أقل من الواقع عادةً، ولا شيء هنا يصحح ذلك."),
    "limit.noestimate": ("No number on this page is an estimate by the program.", "لا رقم في هذه الصفحة تقدير من البرنامج."),
    "limit.single": ("One origin only stands behind: {scopes}. However many outlets carry it, it is not confirmed by another.",
                     "لا يقف إلا مصدر أصلي واحد خلف: {scopes}. ومهما كثر ناقلوه فلا يؤكده مصدر آخر."),
    "limit.asof": ("{n} of {k} figures do not say on which day the count stood.", "{n} من أصل {k} رقمًا لا تذكر يوم الإحصاء."),
    "limit.undated": ("{n} of {k} reports have no known day of publication.", "{n} من أصل {k} تقريرًا لا يُعرف يوم نشرها."),
    "limit.places": ("{n} of {k} named places are not on the map.", "{n} من أصل {k} مكانًا مذكورًا ليست على الخريطة."),
    "limit.machine": ("The claims were read by a program ({x}) that can miss or misread. {n} of {k} were checked by a person.",
                      "قرأ الادعاءات برنامج ({x}) قد يغفل أو يخطئ القراءة. راجع شخص {n} منها من أصل {k}."),
    "limit.selection": ("The reports are those that were added to this case. What was never reported, or never added, is not here.",
                        "التقارير هي ما أضيف إلى هذه القضية. وما لم يُبلَّغ عنه أو لم يُضف ليس هنا."),
    "limit.proof.yes": ("The proofs show that the listed bytes and claims are the ones that were logged, and in which order.",
                        "تُثبت البراهين أن البايتات والادعاءات المذكورة هي التي سُجّلت، وبأي ترتيب."),
    "limit.proof.no": ("They do not show that a source tells the truth, that it is who it says it is, or that nothing was left out before it was logged.",
                       "ولا تُثبت أن المصدر صادق، أو أنه من يقول إنه هو، أو أن شيئًا لم يُترك قبل التسجيل."),
    "limit.assurance": ("Assurance: signed with this case’s own key. No outside witness and no outside clock has confirmed the log, so its keeper could have made it at one time.",
                        "درجة الضمان: موقّع بمفتاح هذه القضية وحده. لم يؤكد السجل شاهد خارجي ولا ساعة خارجية، فكان بوسع حافظه أن يصنعه دفعة واحدة."),
    "limit.noproof": ("This dossier carries no proofs. Its digests can be compared, but nothing shows when the originals were kept.",
                      "لا يحمل هذا الملف براهين. يمكن مقارنة البصمات، لكن لا شيء يُظهر متى حُفظت الأصول."),
    # verify
    "verify": ("How to check this dossier", "كيف تتحقق من هذا الملف"),
    "verify.run": ("In this folder, with Python 3 and nothing else, run:", "في هذا المجلد، باستخدام Python 3 وحده، شغّل:"),
    "verify.means": ("Silence means that every file and every proof is as it was logged. A fault is named, one a line.",
                     "الصمت يعني أن كل ملف وكل برهان كما سُجّل. ويُذكر كل خلل في سطر."),
    "verify.none": ("This dossier was made without proofs; there is nothing to run.", "صُنع هذا الملف بلا براهين؛ فلا شيء يُشغَّل."),
    "machine": ("The same content for machines is in dossier.json.", "المحتوى نفسه للآلات في dossier.json."),
    "made.by": ("Made by bearwitness {v}. Same record, same page.", "أنتجه bearwitness {v}. السجل نفسه يعطي الصفحة نفسها."),
    # dates
    "date.from": ("from {d}", "منذ {d}"),
    "date.until": ("until {d}", "حتى {d}"),
    "date.range": ("{a} to {b}", "من {a} إلى {b}"),
    "undated": ("date of publication unknown", "تاريخ النشر غير معروف"),
    "date.unknown": ("date unknown", "التاريخ غير معروف"),
    "date.week": ("in the week of {a} to {b}", "في الأسبوع من {a} إلى {b}"),
}

# The sentences of the weighing; the English ones are the weighing's own. A sentence without an Arabic form here stays in English.
_BECAUSE_AR: dict[str, str] = {
    "standing.no figure": "لا رقم في هذا النطاق يذكر عددًا",
    "standing.circular": "دائرية: المصادر يستشهد بعضها ببعض، ولا يُعرف شيء خارج الحلقة ({root})",
    "standing.single root": "مصدر أصلي واحد: كل رقم يعود إلى {root}",
    "standing.single live": "مصدر أصلي واحد: {root} وحده يعطي رقمًا غير قديم",
    "standing.contested": "متنازع عليها: {a} ({a_figure}) و{b} ({b_figure}) بينهما نسبة {factor:.1f}، أي أكثر من {limit:g}",
    "standing.convergent": "متقاربة: {k} من المصادر الأصلية المستقلة ضمن نسبة {factor:.2f}، ولواحد منها على الأقل توثيق خاص به",
    "standing.supported": "مدعومة: {k} من أصل {of} من المصادر الأصلية المستقلة تتوافق ضمن ‎10 %",
    "standing.differing": "متباينة: {of} من المصادر الأصلية المستقلة، لا يقع أحدها ضمن ‎10 % من غيره، لكن النسبة بينها أقل من {limit:g}",
    "standing.weak": "ضعيفة: كل رقم يعود إلى {root}",
    "standing.weak live": "ضعيفة: {root} وحده يعطي رقمًا غير قديم",
    "standing.fair": "معقولة: {of} من المصادر الأصلية المستقلة تقول بوقوع ضرر؛ أما هل عمل طرف محارب قرب المكان فليس مسألة أعداد",
    "standing.provisional": "مؤقتة: {root} وحده؛ ويلزم مصدر مستقل ثانٍ",
    "standing.unnamed": "مؤقتة: لا مصدر مسمّى",
    "standing.recorded": "مسجّلة: {of} من المصادر الأصلية المستقلة؛ والمدى هو ما تقوله",
    "range.two": "المدى {span}: من {low} ({low_figure}) إلى {high} ({high_figure})",
    "range.one": "المدى {span}: طرفاه من {low} ({low_figure})",
    "range.open": "الرقم المفتوح يمتد إلى أكبر رقم حالي أو إلى مرة ونصف مثله: {root}، {figure}، إلى {top}",
    "best": "الأفضل {best}: الوسيط المرجّح لعدد {n} من المصادر الأصلية ({roots:؛ })",
    "best.root": "{root} {figure} يدخل بقيمة {point} ووزن {weight:.2f}",
    "best.none": "لا أفضل رقم: مصدر أصلي واحد غير قديم، فلا يوجد إلا ادعاء {root} ({figure})",
    "floor": "الحد الأدنى {floor}: عدد الضحايا المذكورين بالاسم في ادعاءات هذا النطاق",
    "floor.over": "{root} يعطي {high} على الأكثر، أي أقل من {floor} من الضحايا المذكورين بالاسم: يناقضه السجل",
    "agreement": "{k} من أصل {of} من المصادر الأصلية المستقلة تتوافق على أرقام {span}",
    "agreement.but": "{k} من أصل {of} من المصادر الأصلية المستقلة تتوافق على أرقام {span}؛ ولا يتوافق: {others:، }",
    "agreement.none": "لا مصدرين أصليين مستقلين يتوافقان ضمن ‎10 %",
    "root": "{root} ({figure})",
    "stale": "{root} قديم: رقمه بتاريخ {day}، وتوجد أرقام أحدث؛ يُعرض ولا يُحسب في التوافق ولا في أفضل رقم",
    "outside": "{root} ({figure}) خارج المدى: {why}",
    "outside.rated": "قيّمه مراجع بالدرجة {letter}، أسوأ من {limit}: يُعرض إلى جانب المدى",
    "outside.two steps": "مصدر غير مسمّى نُقل عنه مرتين: يُعرض إلى جانب المدى",
    "outside.apart": "مصدر غير مسمّى، بعيد عن كل المصادر المسمّاة ({n}): يُعرض إلى جانب المدى",
    "ring": "تقارير دائرية: المصادر التي يستشهد بعضها ببعض تُعد مصدرًا أصليًا واحدًا، {root}",
    "rising": "ما زال يرتفع: انتقل {root} من {old} ({old_day}) إلى {new} ({new_day})، بزيادة {percent:.0f} %، خلال 72 ساعة حتى {known}",
    "rising.old": "لم يعد يرتفع: آخر تغيّر، لدى {root} من {old} إلى {new} ({new_day})، سبق {known} بأكثر من 72 ساعة",
    "rising.slow": "لم يعد يرتفع: آخر تغيّر، لدى {root} من {old} ({old_day}) إلى {new} ({new_day})، استغرق أكثر من 72 ساعة",
    "rising.little": "لم يعد يرتفع: آخر تغيّر، لدى {root} من {old} إلى {new} ({new_day})، قدره {percent:.0f} %، أي لا يزيد على ‎10 %",
    "rising.down": "لم يعد يرتفع: آخر تغيّر، لدى {root} من {old} إلى {new} ({new_day})، هو نزول",
    "undated latest": "{claim} بلا تاريخ؛ وهو فوق كل رقم مؤرخ لدى {root}، والعدد التراكمي يرتفع، فيُعد الأحدث",
    "no as-of day": "لا تذكر أرقام {root} يوم الإحصاء في النص؛ فيوم النشر يرتّبها، ولا يُستعمل لشيء آخر",
    "incompatible": "متعارضان: {a} ({a_figure}) و{b} ({b_figure}) يعدّان الشيء نفسه ويستبعد أحدهما الآخر: لا يمكن أن يصحّا معًا",
    "sum": "{parts: + } = {sum}: أرقام {who} ({by}، عددها {n}) مجموعها يساوي مجموعه الكلي ({claim})",
    "sum.none": "{parts: + } = {sum}: جُمعت أرقام {who} ({by}، عددها {n})؛ ولا يذكر مجموعًا كليًا من عنده",
    "sum.over": "{parts: + } = {sum}: أرقام {who} ({by}، عددها {n}) مجموعها {sum}، أكثر بـ{off} من المجموع الكلي {total} ({claim})",
    "sum.over places": "{parts: + } = {sum}: أرقام {who} ({by}، عددها {n}) مجموعها {sum}، أكثر بـ{off} من المجموع الكلي {total} ({claim})؛ وقد تتداخل الأماكن",
    "sum.room": "{parts: + } = {sum}: أرقام {who} ({by}، عددها {n}) مجموعها {sum}، والمجموع الكلي {total} ({claim}) يتسع لذلك",
    "sum.under": "{parts: + } = {sum}: أرقام {who} ({by}، عددها {n}) مجموعها {sum}، أقل بـ{off} من المجموع الكلي {total} ({claim})",
    "by.place": "بحسب المكان",
    "by.population": "بحسب الفئة",
    "by.stated parts": "أجزاء مذكورة",
    "source": "{name} بتاريخ {day}",
    "subset": "{who} يعطي {figure} {people} ({claim})، أكثر من {whole_figure} {whole_people} ({whole}) التي تشملهم: أحد الرقمين لا يصح",
    "growth": "{before} + {added} = {after}: المجموع الكلي لدى {who} ومن عدّهم بعده يساويان مجموعه بتاريخ {day} ({claim})",
    "differ": "{left} ({left_figure}) و{right} ({right_figure}) يختلفان في ما يعدّانه ولا يتعارضان ({how:؛ })",
    "differ.in time": "{left} ({left_figure}) و{right} ({right_figure}) لتاريخين مختلفين، وقد يكون العدد ارتفع ({how:؛ })",
    "differ.harm": "الضرر: {left} / {right}",
    "differ.population": "الفئة: {left} / {right}",
    "differ.place": "المكان: {left} / {right}",
    "differ.window": "المدة: {left} / {right}",
    "differ.daily against cumulative": "يومي أو تراكمي: {left} / {right}",
    "differ.as of": "تاريخ الإحصاء: {left} / {right}",
    "own place": "مكان الحادثة",
    "no window": "غير مذكورة",
    "all so far": "كل ما سُجّل حتى حينه",
    "further dead": "ضحايا يوم أو ضحايا إضافيون",
    "counts as": "{claims:، }: «{words}» تُعد ضمن {people}، كما تقول مجموعة القواعد {rules}",
    "mostly": "{claims:، } تقول «معظمهم مدنيون» وتُحسب على جميع الأشخاص؛ وعدّهم مدنيين لا يجعل مصدرين أصليين يتوافقان",
    "mostly.agree": "{claims:، } تقول «معظمهم مدنيون» وتُحسب على جميع الأشخاص؛ وإن عدّهم مراجع مدنيين توافق {k} من أصل {of} من المصادر الأصلية المستقلة على أرقام {span}؛ ويمكن لمجموعة قواعد فيها count_as أو لحكم على الادعاء أن يقول ذلك",
    "beyond": "{claim} لدى {who} يعطي {figure}، أكثر من {most} ({rule} من مجموعة القواعد {rules}): يُحفظ كما قيل، ويُترك خارج المدى",
    "beyond.nobody": "{claim} يعطي {figure}، أكثر من {most} ({rule} من مجموعة القواعد {rules}): يُحفظ كما قيل، ويُترك خارج المدى",
    "rules": "بحسب مجموعة القواعد {rules}",
    "more": "و{n} أخرى على النحو نفسه",
}
MESSAGES |= {f"because.{code}": (TEMPLATES[code], arabic) for code, arabic in _BECAUSE_AR.items()}

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    # Levantine name first, then the one used elsewhere, as bodies writing for both do.
    "ar": ("كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو", "تموز/يوليو",
           "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"),
}
_SHORT = {"en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
          "ar": ("كانون٢", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين١", "تشرين٢", "كانون١")}


class Words:
    """The page's words in one language: `words("range.closed", low=1, high=2)`."""

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise UsageError(f"language {language!r}: choose one of {', '.join(LANGUAGES)}")
        self.language = language
        self.direction = "rtl" if language == "ar" else "ltr"
        self._column = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        return MESSAGES[key][self._column].format(**values)

    def template(self, key: str) -> str:
        """The words with their gaps unfilled."""
        return MESSAGES[key][self._column]

    def has(self, key: str) -> bool:
        return key in MESSAGES

    def number(self, value: int | None) -> str:
        """Digits stay 0-9 in every language, with a comma between thousands."""
        return "?" if value is None else f"{value:,}"

    def day(self, value: date) -> str:
        return f"{value.day} {_MONTHS[self.language][value.month - 1]} {value.year}"

    def short_day(self, value: date) -> str:
        return f"{value.day} {_SHORT[self.language][value.month - 1]}"

    def iso(self, text: str | None) -> str:
        """An ISO date in words, with only as much of it as there is."""
        if not text:
            return self("unstated")
        full = day(text)
        if full:
            return self.day(full)
        parts = text.split("-")
        return f"{_MONTHS[self.language][int(parts[1]) - 1]} {parts[0]}" if len(parts) > 1 else parts[0]

    def when(self, value: When | None) -> str:
        """A date with its precision, in words."""
        if value is None or (not value.start and not value.end):
            return self("date.unknown")
        if not value.end:
            return self("date.from", d=self.iso(value.start))
        if not value.start:
            return self("date.until", d=self.iso(value.end))
        if value.start == value.end:
            return self.iso(value.start)
        if value.precision in ("month", "year"):
            return self.iso(value.start[:7] if value.precision == "month" else value.start[:4])
        key = "date.week" if value.precision == "week" else "date.range"
        return self(key, a=self._opening(value.start, value.end), b=self.iso(value.end))

    def _opening(self, start: str, end: str) -> str:
        """The first day of a range without the month and year that it shares with the last."""
        first, last = day(start), day(end)
        if first is None or last is None or first.year != last.year:
            return self.iso(start)
        return str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[self.language][first.month - 1]}"

    def short(self, text: str | None) -> str:
        """An ISO date in short words for tables."""
        full = day(text)
        return f"{self.short_day(full)} {full.year}" if full else self.iso(text)

    def range(self, low: int | None, high: int | None) -> str:
        if low is None and high is None:
            return self("range.unknown")
        if high is None:
            return self("range.open", low=self.number(low))
        if low == high:
            return self.number(low)
        return self("range.closed", low=self.number(low or 0), high=self.number(high))

    def quantity(self, bound: str, number: int | None, low: int | None, high: int | None) -> str:
        """A figure as its source bounds it."""
        if bound == "between":
            return self("bound.between", low=self.number(low), high=self.number(high))
        if number is None:
            return self("bound.vague") if low is None and high is None else self.range(low, high)
        return self(f"bound.{bound}" if f"bound.{bound}" in MESSAGES and bound != "vague" else "bound.about",
                    n=self.number(number))
