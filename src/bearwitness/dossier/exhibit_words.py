"""The words of a custody report in the languages it can be had in. Each entry is (English, Arabic).

File names, addresses, roles, reasons and digests stay as they are.
"""

from __future__ import annotations

import re

from bearwitness.dossier.words import LANGUAGES, Words

_MARKS = re.compile("[\u064b-\u0652]")

MESSAGES: dict[str, tuple[str, str]] = {
    "kicker": ("Chain of custody", "سلسلة الحيازة"),
    "title": ("Custody report: {name}", "تقرير سلسلة الحيازة: {name}"),
    "lead": ("What happened to this exhibit since it was collected, as the log of the case tells it. Each step names its place in the log; what the log does not tell is said.",
             "ما جرى لهذه المادة منذ جمعها، كما يرويه سجل القضية. تذكر كل خطوة موضعها في السجل، ويُقال صراحةً ما لا يذكره السجل."),
    "stands": ("It stands on the first {n} entries of the log. Time of the last step shown (UTC):",
               "يستند إلى أول {n} من قيود السجل. وقت آخر خطوة معروضة (بالتوقيت العالمي):"),
    "audience": ("Prepared for: {a}", "أُعدّ من أجل: {a}"),
    "contents": ("Contents", "المحتويات"),
    "skip": ("Skip to the content", "انتقل إلى المحتوى"),
    "made.by": ("Made by bearwitness {v}. The same entries give the same report. That it was made is the log's next entry, with the digest of this file.",
                "أنتجه bearwitness {v}. القيود نفسها تعطي التقرير نفسه. ويُسجَّل صنعه في القيد التالي من السجل مع بصمة هذا الملف."),
    "missing": ("missing: {why}", "غير متوفر: {why}"),
    "missing.event": ("missing: the log entry does not say", "غير متوفر: قيد السجل لا يذكره"),
    "missing.nobody": ("missing: no role was recorded", "غير متوفر: لم تُسجَّل صفة القائم بالعمل"),
    "held": ("withheld from this audience", "محجوب عن هذا الجمهور"),
    "none": ("None", "لا يوجد"),
    "yes": ("yes", "نعم"),
    "no": ("no", "لا"),
    # the exhibit
    "exhibit": ("The exhibit", "المادة"),
    "f.id": ("Report", "التقرير"),
    "f.title": ("Title, as the source has it", "العنوان كما في المصدر"),
    "f.publisher": ("Publisher", "الناشر"),
    "f.author": ("Author", "الكاتب"),
    "f.url": ("Address", "العنوان الإلكتروني"),
    "f.published_at": ("Published, by its own word", "تاريخ النشر بحسب المصدر"),
    "f.source": ("Came from", "ورد من"),
    "f.member": ("Place in its package", "موضعه في الحزمة"),
    "f.size": ("Size", "الحجم"),
    "size": ("{n} bytes", "{n} بايت"),
    "f.media_type": ("Media type", "نوع الوسائط"),
    "f.sha256": ("SHA-256", "SHA-256"),
    "f.sha512": ("SHA-512", "SHA-512"),
    "f.sha512.part": ("missing: the exhibit is a part of its package, whose own digest is logged", "غير متوفر: المادة جزء من حزمة سُجّلت بصمتها"),
    "f.object": ("Evidentiary copy", "النسخة الثبوتية"),
    "f.span": ("Bytes of that file", "البايتات من ذلك الملف"),
    "f.package": ("Package it came in (SHA-256)", "الحزمة التي ورد فيها (SHA-256)"),
    "f.package_span": ("Bytes of the package, as packed", "البايتات داخل الحزمة كما هي محزومة"),
    "span": ("{n} bytes from byte {offset} on", "{n} بايت ابتداءً من البايت {offset}"),
    "f.sensitivity": ("Sensitivity", "درجة الحساسية"),
    "level.0": ("0, public", "0، عام"),
    "level.1": ("1, team", "1، الفريق"),
    "level.2": ("2, restricted", "2، مقيّد"),
    "level.3": ("3, strictly confidential", "3، سري للغاية"),
    "f.case": ("Case", "القضية"),
    "f.collected": ("Collected (UTC)", "جُمعت (بالتوقيت العالمي)"),
    # checks
    "checks": ("What was checked to make this report", "ما فُحص لإعداد هذا التقرير"),
    "checks.lead": ("Each of these was computed anew from the files of the case, not copied from its records.", "حُسب كل مما يلي من جديد من ملفات القضية، ولم يُنقل من سجلاتها."),
    "check.sha256": ("The original's bytes have the SHA-256 that was logged", "لبايتات الأصل بصمة SHA-256 المسجّلة"),
    "check.sha512": ("… and the SHA-512", "… وبصمة SHA-512"),
    "check.size": ("… and the size", "… والحجم"),
    "check.package": ("The package it came in has the SHA-256 that was logged", "للحزمة التي وردت فيها بصمة SHA-256 المسجّلة"),
    "check.text": ("The text made of it is the one that was logged", "النص المستخرج منها هو المسجّل"),
    "check.record": ("The case's record of it is the one that was logged", "قيدها في القضية هو المسجّل"),
    "check.proofs": ("Each step shown stands in the log, and leads to its signed root", "كل خطوة معروضة موجودة في السجل وتقود إلى جذره الموقّع"),
    "check.outside": ("What witnesses and time-stamping servers signed fits this log", "ما وقّعه الشهود وخوادم ختم الوقت يطابق هذا السجل"),
    "holds": ("holds", "صحيح"),
    "fails": ("does not hold: {why}", "غير صحيح: {why}"),
    # assurance
    "assurance": ("What was preserved, and what that shows", "ما حُفظ، وماذا يُظهر"),
    "assurance.content": ("Content of an address. The program asked for the address itself and kept what the server sent, with its heads; a text stands in it and nothing was found to speak against it.",
                          "محتوى عنوان. طلب البرنامج العنوان بنفسه وحفظ ما أرسله الخادم مع ترويساته، وفيه نص ولم يوجد ما يناقضه."),
    "assurance.partial": ("Part of an address. The program kept what the server sent, but there are signs, such as a consent banner, that the content is not all there.",
                          "جزء من محتوى عنوان. حفظ البرنامج ما أرسله الخادم، لكن هناك علامات، مثل شريط موافقة، على أن المحتوى ناقص."),
    "assurance.address": ("An address, and not its content. The server answered with something else, such as a login page, an error or nothing. A captured address is not preserved content.",
                          "عنوان دون محتواه. أجاب الخادم بشيء آخر، مثل صفحة دخول أو خطأ أو لا شيء. وعنوان مُلتقَط ليس محتوى محفوظًا."),
    "assurance.file": ("A file that was handed in. From then on its bytes are shown to be unchanged; where it was before is the word of whoever gave it.",
                       "ملف سُلّم. يثبت أن بايتاته لم تتغيّر منذ ذلك الحين، أما ما كان قبله فقول من سلّمه."),
    "assurance.member": ("A part of a package that was handed in. The package is kept whole. That it was made truthfully is the word of whoever made it.",
                         "جزء من حزمة سُلّمت. الحزمة محفوظة كاملة، أما صدق صنعها فقول من صنعها."),
    "not.shown": ("None of this shows:", "ولا يُظهر شيء من ذلك:"),
    "not.true": ("that what the exhibit says, or seems to show, is true;", "أن ما تقوله المادة أو ما يبدو أنها تُظهره صحيح؛"),
    "not.author": ("who made it, or that its maker is who they say they are;", "من صنعها، أو أن صانعها هو من يدّعي أنه هو؛"),
    "not.others": ("that others were shown the same at that address, or at another time;", "أن غيرنا رأى الشيء نفسه في ذلك العنوان أو في وقت آخر؛"),
    "not.before": ("what happened to it before it was collected.", "ما حدث لها قبل جمعها."),
    # the chain
    "chain": ("The chain of custody at a glance", "سلسلة الحيازة في لمحة"),
    "steps": ("Each step in full", "كل خطوة بالتفصيل"),
    "steps.lead": ("Order comes from the log, not from the clock. Times are those of the machine that did the step, in UTC.", "الترتيب من السجل لا من الساعة. والأوقات هي أوقات الجهاز الذي نفّذ الخطوة، بالتوقيت العالمي."),
    "col.no": ("No.", "الرقم"),
    "col.time": ("Time (UTC)", "الوقت (العالمي)"),
    "col.event": ("What was done", "ما الذي جرى"),
    "col.by": ("By", "القائم به"),
    "col.ways": ("From → to", "من ← إلى"),
    "col.entry": ("Log entry", "قيد السجل"),
    "col.from": ("From", "من"),
    "col.to": ("To", "إلى"),
    "col.tool": ("Tool", "الأداة"),
    "col.reason": ("Reason", "السبب"),
    "col.signed": ("Signature", "التوقيع"),
    "col.proof": ("In the log", "في السجل"),
    "col.witnessed": ("Witnesses", "الشهود"),
    "col.stamped": ("Outside time", "وقت خارجي"),
    "event.case_begun": ("The case was begun", "بدأت القضية"),
    "event.collected": ("Taken into the case as an original", "أُدخلت إلى القضية أصلًا"),
    "event.fetched": ("The address was captured", "التُقط العنوان"),
    "event.seen_in_browser": ("The address was captured in a browser", "التُقط العنوان في متصفح"),
    "event.package_kept": ("The package was taken into the case", "أُدخلت الحزمة إلى القضية"),
    "event.list_imported": ("A list was taken into the case", "أُدخلت قائمة إلى القضية"),
    "event.derived": ("A copy in another form was made", "صُنعت نسخة بشكل آخر"),
    "event.read": ("A program read it for claims", "قرأها برنامج بحثًا عن ادعاءات"),
    "event.judged": ("A person judged it, or a claim in it", "حكم شخص عليها أو على ادعاء فيها"),
    "event.disputed": ("A fault was put on record", "سُجّل اعتراض"),
    "event.merged": ("Joined with another", "ضُمّت إلى أخرى"),
    "event.split": ("Parted from another", "فُصلت عن أخرى"),
    "event.copied_out": ("A working copy was handed out", "سُلّمت نسخة عمل"),
    "event.checked": ("The whole case was checked", "فُحصت القضية كلها"),
    "event.accessed": ("It was opened", "فُتحت"),
    "event.exported": ("Exported", "صُدّرت"),
    "event.published": ("Shown in a dossier", "عُرضت في ملف توثيقي"),
    "event.erased": ("Something was erased", "مُحي شيء"),
    "event.redacted": ("Something was redacted", "حُجب شيء"),
    "event.restored": ("Something was put back", "أُعيد شيء"),
    "event.key_made_known": ("A person's key was made known", "عُرّف مفتاح شخص"),
    "event.key_withdrawn": ("A person's key was withdrawn", "سُحب مفتاح شخص"),
    "way.case": ("this case", "هذه القضية"),
    "way.original": ("the original", "الأصل"),
    "way.dossier": ("a dossier", "ملف توثيقي"),
    "way.unknown": ("not recorded", "غير مسجّل"),
    "way.package": ("package {x}", "الحزمة {x}"),
    "signed.by": ("signed by {who}", "موقّع من {who}"),
    "signed.key": ("signed with the key {k}", "موقّع بالمفتاح {k}"),
    "signed.not": ("by no person; by the log's key as part of the log", "لا توقيع شخصي؛ بل بمفتاح السجل ضمن السجل"),
    "proof.holds": ("found at its place, and its proof holds (log of {n} entries)", "وُجد في موضعه وبرهانه صحيح (سجل من {n} قيدًا)"),
    "witnessed": ("{who}, who signed the first {n} entries", "{who}، وقّع أول {n} من القيود"),
    "witnessed.not": ("logged, not yet witnessed", "مسجّل، ولم يشهد عليه أحد بعد"),
    "stamped": ("{who}, for the first {n} entries", "{who}، لأول {n} من القيود"),
    "stamped.not": ("none: the time is this machine's own word", "لا يوجد: الوقت قول هذا الجهاز وحده"),
    "erased.by": ("fields of this entry were erased, as entry {n} tells", "مُحيت حقول من هذا القيد، كما يذكر القيد {n}"),
    "by.nobody": ("the program; no role was recorded", "البرنامج؛ لم تُسجَّل صفة"),
    # capture record
    "capture": ("Capture record", "سجل الالتقاط"),
    "capture.lead": ("Every field of the record, also those that are missing, with the reason.", "كل حقول السجل، ومنها غير المتوفر مع سببه."),
    # device
    "device": ("What the file and its device claim", "ما يدّعيه الملف وجهازه"),
    "device.lead": ("Claims, not facts: cameras have wrong clocks, and any program can write these fields. Nothing of it was checked or used.",
                    "ادعاءات لا حقائق: فقد تخطئ ساعات الكاميرات، ويمكن لأي برنامج كتابة هذه الحقول. لم يُفحص شيء منها ولم يُستعمل."),
    "device.none": ("No claims of a device were found, or the file is of a kind that is not looked at.", "لم توجد ادعاءات جهاز، أو أن نوع الملف لا يُنظر فيه."),
    # copies
    "copies": ("Copies and relations", "النسخ والعلاقات"),
    "copies.original": ("Evidentiary copy", "النسخة الثبوتية"),
    "copies.original.text": ("one, in the case, never changed; where it lies stands above", "واحدة، في القضية، لا تُغيَّر أبدًا، وموضعها مذكور أعلاه"),
    "copies.derived": ("Made of it", "صُنع منها"),
    "state.there": ("as it was made", "كما صُنعت"),
    "state.deleted": ("deleted; can be made again", "محذوفة؛ يمكن صنعها من جديد"),
    "state.changed": ("changed since", "تغيّرت بعد ذلك"),
    "copies.working": ("Working copies handed out", "نسخ العمل المسلّمة"),
    "copies.step": ("step {n}", "الخطوة {n}"),
    "relations": ("Other reports with the same bytes", "تقارير أخرى بالبايتات نفسها"),
    # log
    "log": ("The log, and who confirmed it", "السجل ومن أكّده"),
    "log.origin": ("Log", "السجل"),
    "log.vkey": ("Its public key", "مفتاحه العام"),
    "log.size": ("Entries", "القيود"),
    "log.root": ("Root", "الجذر"),
    "log.witnesses": ("Witnessed", "الشهادة"),
    "log.stamps": ("Outside time", "الوقت الخارجي"),
    "log.few": ("Not all steps are covered by an outside signature: {n} of {k} are witnessed, {t} have an outside time. For the others, order and time are the word of whoever keeps the case.",
                "ليست كل الخطوات مؤكدة من الخارج: {n} من {k} شهد عليها شاهد، و{t} لها وقت خارجي. أما الباقي فترتيبه ووقته قول حافظ القضية."),
    "log.all": ("All {k} steps are covered by a witness and an outside time.", "جميع الخطوات ({k}) مغطاة بشاهد ووقت خارجي."),
    # gaps
    "gaps": ("What the log does not tell", "ما لا يذكره السجل"),
    "gap.before": ("Before it was collected: where the exhibit was, who held it and whether it was changed is not recorded.", "قبل جمعها: لا يُسجَّل أين كانت المادة ومن حازها وهل غُيّرت."),
    "gap.quiet": ("Between entry {a} and entry {b} ({days}) nothing is recorded. The digests show that the bytes are the same.", "بين القيد {a} والقيد {b} ({days}) لا شيء مسجَّل. وتُظهر البصمات أن البايتات هي نفسها."),
    "gap.days": ("{n} days", "عدد الأيام: {n}"),
    "gap.hours": ("{n} hours", "عدد الساعات: {n}"),
    "gap.backwards": ("Entry {b} was logged after entry {a}, but has an earlier time: a clock was set back, or another machine's clock differs.", "سُجّل القيد {b} بعد القيد {a} لكن وقته أسبق: أُرجعت ساعة أو اختلفت ساعة جهاز آخر."),
    "gap.untimed": ("Entry {b} shows no time.", "القيد {b} لا يُظهر وقتًا."),
    "gap.since": ("Since entry {a} nothing is recorded.", "منذ القيد {a} لا شيء مسجَّل."),
    "gap.other": ("Only what was done through the program is logged. Who opens the case's files in another way, or copies its disk, leaves no entry.", "لا يُسجَّل إلا ما تم عبر البرنامج. ومن يفتح ملفات القضية بطريقة أخرى أو ينسخ قرصها لا يترك قيدًا."),
    # withheld
    "withheld": ("What is withheld or erased", "ما حُجب أو مُحي"),
    "withheld.fields": ("Withheld from this audience: {names}.", "محجوب عن هذا الجمهور: {names}."),
    "withheld.none": ("Nothing was held back from this report.", "لم يُحجب شيء من هذا التقرير."),
    "erased.none": ("Nothing that concerns this exhibit was erased.", "لم يُمحَ شيء يخص هذه المادة."),
    "erased.step": ("Entry {n} ({time}): {what}", "القيد {n} ({time}): {what}"),
    "held.paths": ("paths on machines", "مسارات على الأجهزة"),
    "held.people": ("roles and reasons of handlings", "صفات القائمين بالخطوات وأسبابها"),
    "held.collector": ("what tells of the collector and their connection", "ما يدل على الجامع واتصاله"),
    "held.device": ("what the device claims", "ادعاءات الجهاز"),
    "held.relations": ("other reports of the case", "تقارير القضية الأخرى"),
    # limits
    "limits": ("Limits", "حدود هذا التقرير"),
    "limit.unchanged": ("Shown: the bytes are those that were collected, and each step shown was logged in this order and not changed since.", "يُظهر: أن البايتات هي التي جُمعت، وأن كل خطوة معروضة سُجّلت بهذا الترتيب ولم تتغيّر."),
    "limit.omission": ("Not shown: that nothing was done outside the program, or that whoever keeps the case and all its keys left nothing out before others signed the log.", "لا يُظهر: أن شيئًا لم يحدث خارج البرنامج، أو أن حافظ القضية وكل مفاتيحها لم يُسقط شيئًا قبل أن يوقّع غيره السجل."),
    "limit.role": ("Roles are what was typed in, unless a step is signed by a person's own key.", "الصفات هي ما كُتب، ما لم تكن الخطوة موقّعة بمفتاح شخصي."),
    "limit.true": ("It does not show that what the exhibit says is true.", "ولا يُظهر أن ما تقوله المادة صحيح."),
    # certificate
    "cert": ("Draft certificate of a qualified person", "مسودة شهادة شخص مؤهّل"),
    "cert.lead": ("To be completed, checked and signed by that person, who answers for it. Not valid as it stands. Modelled on U.S. Federal Rules of Evidence 902(13) and 902(14); other courts have other forms.",
                  "يُكملها الشخص المؤهّل ويراجعها ويوقّعها ويتحمل مسؤوليتها. لا تصح كما هي. على غرار القاعدتين 902(13) و902(14) من قواعد الإثبات الاتحادية الأمريكية، ولمحاكم أخرى صيغ أخرى."),
    "cert.person": ("Qualified person. I, {b}, of {b}, am qualified by {b} to say how this record was made and kept.", "الشخص المؤهّل. أنا {b}، من {b}، مؤهّل بحكم {b} لأن أبيّن كيف صُنع هذا السجل وحُفظ."),
    "cert.data": ("The data identified. The exhibit is report {id}, {size} bytes, media type {type}, collected at {time} by {tool}, method {method}, log entry {entry}.",
                  "تحديد البيانات. المادة هي التقرير {id}، {size} بايت، نوع الوسائط {type}، جُمعت في {time} بواسطة {tool}، الطريقة {method}، قيد السجل {entry}."),
    "cert.hash": ("The digest disclosed. Its bytes have the SHA-256 that stands above, computed while they arrived.", "الإفصاح عن البصمة. لبايتاتها بصمة SHA-256 المبيّنة أعلاه، حُسبت أثناء وصولها."),
    "cert.process": ("A reliable process or tool. The program computes SHA-256 and SHA-512 (FIPS 180-4) of each file as it arrives, keeps the bytes unchanged under that digest, and appends an event to a hash tree (RFC 6962) whose state is signed. To my knowledge the process works as described, and was working properly on that day: yes / no. Departures known to me: {b}.",
                     "عملية أو أداة موثوقة. يحسب البرنامج SHA-256 وSHA-512 (FIPS 180-4) لكل ملف عند وصوله، ويحفظ البايتات دون تغيير تحت تلك البصمة، ويضيف حدثًا إلى شجرة بصمات (RFC 6962) حالتها موقّعة. على حد علمي تعمل العملية كما وُصفت وكانت تعمل سليمةً في ذلك اليوم: نعم / لا. ما أعلمه من خلل: {b}."),
    "cert.match": ("The match attested. I computed the SHA-256 of the copy put forward, with {b}, on {b}. It is the same as the one above: yes / no.", "إثبات التطابق. حسبتُ بصمة SHA-256 للنسخة المقدَّمة باستخدام {b} بتاريخ {b}، وهي مطابقة لما أعلاه: نعم / لا."),
    "cert.keeping": ("Keeping. From collection to this day the exhibit was kept as the chain of custody above tells, except: {b}.", "الحفظ. حُفظت المادة منذ جمعها إلى اليوم كما تبيّن سلسلة الحيازة أعلاه، باستثناء: {b}."),
    "cert.truth": ("This certificate says nothing about whether the content of the exhibit is true.", "لا تقول هذه الشهادة شيئًا عن صحة محتوى المادة."),
    "cert.place": ("Place and date: {b}", "المكان والتاريخ: {b}"),
    "cert.signature": ("Signature: {b}", "التوقيع: {b}"),
    "cert.notice": ("Rule 902(11) asks that the other side be given reasonable notice in writing, and a fair chance to look at the record and at this certificate.", "تشترط القاعدة 902(11) إخطار الطرف الآخر كتابةً إخطارًا معقولًا وإتاحة فرصة عادلة له للاطلاع على السجل وعلى هذه الشهادة."),
}

# Names of fields, of the capture record and of events. A field that is not here goes by its own name.
FIELDS: dict[str, tuple[str, str]] = {
    "time_start": ("Began (UTC)", "بدأ (عالمي)"), "time_end": ("Ended (UTC)", "انتهى (عالمي)"),
    "clock_offset_ms": ("Clock error (ms)", "خطأ الساعة (م.ث)"), "collector": ("Collector (role)", "الجامع (الصفة)"),
    "identity_used": ("Account used", "الحساب المستعمل"), "egress": ("Connection", "الاتصال"), "method": ("Method", "الطريقة"),
    "tool": ("Tool", "الأداة"), "tool_build": ("Build of the tool (SHA-256)", "نسخة الأداة (SHA-256)"), "uri_requested": ("Address asked for", "العنوان المطلوب"), "uri_final": ("Address that answered", "العنوان المجيب"),
    "redirects": ("Redirects", "التحويلات"), "remote_ip": ("Server's IP address", "عنوان IP للخادم"), "tls": ("Encryption (TLS)", "التعمية (TLS)"),
    "request_head": ("Request head", "ترويسة الطلب"), "response_heads": ("Response heads", "ترويسات الإجابة"), "sha256": ("SHA-256", "SHA-256"),
    "sha512": ("SHA-512", "SHA-512"), "size": ("Size (bytes)", "الحجم (بايت)"), "media_type_declared": ("Media type declared", "نوع الوسائط المعلن"),
    "media_type_seen": ("Media type seen", "نوع الوسائط المشاهد"), "embedded_metadata": ("Embedded metadata", "البيانات الوصفية المضمّنة"),
    "context": ("Context", "السياق"), "language_seen": ("Language seen", "اللغة المشاهدة"), "sensitivity": ("Sensitivity", "درجة الحساسية"),
    "consent_ref": ("Consent", "الموافقة"), "device_claims": ("Device's claims", "ادعاءات الجهاز"),
    "content_encoding_removed": ("Content coding removed", "أُزيل ترميز المحتوى"), "assurance": ("Assurance", "درجة الضمان"),
    "browser": ("Browser lane", "مسار المتصفح"), "notes": ("Notes", "ملاحظات"),
    "parsed_in": ("Parsed behind", "حُلّل خلف"), "reader": ("Reader", "القارئ"), "text_sha256": ("Text made of it (SHA-256)", "النص المستخرج (SHA-256)"),
    "member": ("Place in its package", "موضعه في الحزمة"), "package_sha256": ("Package (SHA-256)", "الحزمة (SHA-256)"),
    "package_offset": ("From byte", "من البايت"), "package_length": ("Bytes in the package", "البايتات في الحزمة"),
    "original_sha256": ("Original (SHA-256)", "الأصل (SHA-256)"), "derived_sha256": ("Made (SHA-256)", "المصنوع (SHA-256)"),
    "parent_sha256": ("Made of (SHA-256)", "صُنع من (SHA-256)"), "derived_size": ("Bytes made", "البايتات المصنوعة"),
    "derived_type": ("Media type made", "نوع المصنوع"), "maker": ("Made by", "صُنع بواسطة"), "settings": ("Settings", "الإعدادات"),
    "rows": ("Claims found", "الادعاءات"), "rows_root": ("Root of the claims", "جذر الادعاءات"), "mentions": ("Mentions found", "الإشارات"),
    "mentions_root": ("Root of the mentions", "جذر الإشارات"), "failures": ("Failures", "إخفاقات"),
    "left": ("About", "بشأن"), "right": ("And", "و"), "relation": ("Judgement", "الحكم"), "changes": ("Changes", "التغييرات"),
    "supersedes": ("In the place of", "بدلًا من"), "copy_sha256": ("Copy (SHA-256)", "النسخة (SHA-256)"),
    "copy_sha512": ("Copy (SHA-512)", "النسخة (SHA-512)"), "copy_size": ("Bytes of the copy", "بايتات النسخة"),
    "output_sha256": ("Output (SHA-256)", "الناتج (SHA-256)"), "output_size": ("Bytes of the output", "بايتات الناتج"), "options": ("Options", "الخيارات"),
    "outcome": ("Outcome", "النتيجة"), "faults": ("Faults", "العيوب"), "log_size": ("Entries in the log", "قيود السجل"),
    "audience": ("For", "من أجل"), "incidents": ("Incidents", "الوقائع"), "files": ("Files", "الملفات"),
    "manifest_sha256": ("List of files (SHA-256)", "قائمة الملفات (SHA-256)"), "action": ("Action", "الإجراء"), "public_key": ("Public key", "المفتاح العام"),
    "person": ("Person", "الشخص"), "digests": ("Digests erased", "البصمات الممحوة"), "what": ("What", "ماذا"), "ground": ("Ground", "الأساس"),
    "subject": ("Subject", "الموضوع"),
    "signatures": ("Signature found on it", "توقيع وُجد عليها"), "signature_keys": ("Judged by the keys (SHA-256)", "بالمفاتيح (SHA-256)"),
    "records": ("Records", "السجلات"), "entries": ("Made of log entries", "من قيود السجل"), "removed": ("Left out", "ما أُزيل"),
    "withheld": ("Withheld", "ما حُجب"), "verdict": ("Verdict", "النتيجة"), "state": ("State", "الحالة"), "signer": ("Signer", "الموقّع"),
    "claims": ("Claim", "ادعاء"), "frames": ("Frames", "الإطارات"), "height": ("Height (pixels)", "الارتفاع (بكسل)"), "width": ("Width (pixels)", "العرض (بكسل)"),
    "dhash": ("Difference hash", "بصمة الفروق"), "phash": ("Perceptual hash", "بصمة إدراكية"),
    "title": ("Title", "العنوان"), "format": ("Format", "الصيغة"),
}


class ExhibitWords(Words):
    """The words of a custody report; those of the dossier where it has none of its own.

    Args:
        marks: with the vowel marks that help a reader of Arabic. In a PDF some programs lose their place when it is searched or copied.
    """

    def __init__(self, language: str = "en", *, marks: bool = True) -> None:
        super().__init__(language)
        self._marks = marks

    def __call__(self, key: str, **values: object) -> str:
        if key not in MESSAGES:
            return self._shown(super().__call__(key, **values))
        return self._shown(MESSAGES[key][self._column]).format(**values)

    def _shown(self, text: str) -> str:
        return text if self._marks else _MARKS.sub("", text)

    def has(self, key: str) -> bool:
        return key in MESSAGES or super().has(key)

    def field(self, name: str) -> str:
        """What a field is called."""
        return self._shown(FIELDS[name][self._column]) if name in FIELDS else name.replace("_", " ")


__all__ = ["FIELDS", "LANGUAGES", "MESSAGES", "ExhibitWords"]
