"""What a dossier says in words: how to check it (README.txt), and a draft certificate for a qualified person (CERTIFICATE.txt)."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bearwitness.custody.entry import read_entry, read_fields
from bearwitness.custody.note import open_checkpoint

if TYPE_CHECKING:
    from bearwitness.custody.bundle import Label, ShownEvent

_KEY = '"THE LINE OF log.vkey AS THE OWNER GAVE IT"'
_README = {
    "en": """{title}

This folder is a dossier made by {tool} on {made_on}, for the audience "{audience}".
Open index.html in a browser: it needs no network. dossier.json holds the same for programs.

To check that nothing was changed, you need Python 3.8 or later and no network:

    python3 -I verify.py

It prints nothing when all is well, and a line for each fault otherwise. Better still, take verify.py
from a source you trust and the log's public key from its owner, and run:

    python3 -I verify.py PATH-OF-THIS-FOLDER {key}

Who else signed, and what became of each field that the log holds a digest of:

    python3 -I verify.py --explain

{policy}
{stamps}
What the check shows: these files are the ones that the holder of the log's key signed for; each event
shown stands in that log; each claim is one that a reading committed to there; each passage stands in the
sentence shown. Originals that are not in data/originals are named in data/withheld.json with the reason;
whoever is given one can compare its SHA-256 with the one in the event.

What it does not show: that what a report says is true; that the log's owner left nothing out; or the
time of signing, which is the owner's own word where no witness and no time-stamp vouches for it.
""",
    "ar": """{title}

هذا المجلد ملف توثيقي أعدّه {tool} بتاريخ {made_on} للجهة "{audience}".
افتح index.html في متصفح؛ لا يحتاج إلى شبكة. ويحوي dossier.json المحتوى نفسه للبرامج.

للتحقق من أن شيئًا لم يتغير تحتاج إلى Python 3.8 أو أحدث، دون أي شبكة:

    python3 -I verify.py

لا يطبع شيئًا إذا كان كل شيء سليمًا، وإلا طبع سطرًا لكل خلل. والأفضل أن تأخذ verify.py من مصدر تثق به
ومفتاح السجل العلني من صاحبه، ثم تشغّل:

    python3 -I verify.py PATH-OF-THIS-FOLDER {key}

لمعرفة من وقّع أيضًا، وما آل إليه كل حقل يحفظ السجل بصمته:

    python3 -I verify.py --explain

{policy}
{stamps}
ما يثبته الفحص: أن هذه الملفات هي التي وقّع عليها حامل مفتاح السجل، وأن كل حدث معروض موجود في ذلك السجل،
وأن كل ادعاء التزمت به قراءة مسجّلة فيه، وأن كل مقطع يقع في الجملة المعروضة. أما الأصول غير الموجودة في
data/originals فمذكورة في data/withheld.json مع السبب، ومن يُعطَ أصلًا منها يمكنه مقارنة بصمته SHA-256 بما في الحدث.

ما لا يثبته: أن ما يقوله تقرير ما صحيح، وأن صاحب السجل لم يُسقط شيئًا، ووقت التوقيع الذي يبقى كلام صاحب السجل
وحده حيث لا شاهد ولا ختم زمني يؤكده.
""",
}
_POLICY = {
    "en": ("Outside witnesses signed the state of the log that this dossier leads to. The file `policy` names them, and how many\n"
           "must have signed. To ask for others, write such a file yourself:\n\n    python3 -I verify.py . {key} YOUR-POLICY\n",
           "No outside witness vouches for this log (file `policy`: quorum none):\n{words}\n"),
    "ar": ("وقّع شهود خارجيون على حالة السجل التي يقود إليها هذا الملف. يسمّيهم الملف `policy` ويذكر كم منهم يجب أن يوقّع.\n"
           "ولطلب غيرهم اكتب ملفًا مثله:\n\n    python3 -I verify.py . {key} YOUR-POLICY\n",
           "لا شاهد خارجيًا يؤكد هذا السجل (الملف `policy`: ‏quorum none):\n{words}\n"),
}
_STAMPS = {
    "en": ("timestamps/ holds time-stamps (RFC 3161). verify.py checks that each is over the log's state, and not who made it.\n"
           "OpenSSL does, against the root certificate beside it, which you should know to be that of the time-stamping server:\n\n{commands}\n"),
    "ar": ("في timestamps/ أختام زمنية (RFC 3161). يتحقق verify.py من أن كلًا منها على حالة السجل، لا ممّن أصدره.\n"
           "أما OpenSSL فيتحقق من ذلك بشهادة الجذر المجاورة، التي ينبغي أن تعرف أنها لخادم الأختام الزمنية:\n\n{commands}\n"),
}


def readme(label: Label, stamps: Sequence[str], policy: str) -> str:
    """How to check a dossier, in the reader's language (English where there is none of it).

    Args:
        stamps: the paths of the time-stamps.
        policy: the text of the policy file.
    """
    language = label.language if label.language in _README else "en"
    unwitnessed = "\nquorum none\n" in policy
    words = "\n".join("  " + line[2:] for line in policy.splitlines() if line.startswith("# ") and not line.startswith("# timestamps "))
    commands = "\n".join(f"    openssl ts -verify -in {name} -data {name[:-4]}.txt -CAfile {name[:-4]}.pem" for name in stamps)
    return _README[language].format(
        title=label.title, tool=label.tool, made_on=label.made_on, audience=label.audience, key=_KEY,
        policy=_POLICY[language][unwitnessed].format(key=_KEY, words=words),
        stamps=_STAMPS[language].format(commands=commands) if stamps else "")


_BLANK = "______________________________"


def certificate(events: Sequence[ShownEvent], checkpoint: str, vkey: str, label: Label) -> str:
    """A draft that a qualified person completes and signs (US Federal Rules of Evidence 902(13) and (14) ask for one), from the log."""
    state = open_checkpoint(checkpoint, vkey)
    records = [(event.index, read_fields(event.entry, event.disclosures)) for event in events
               if read_entry(event.entry).kind in ("capture", "import")]
    rows = "".join(_exhibit(number, index, fields) for number, (index, fields) in enumerate(records, 1))
    return f"""DRAFT CERTIFICATE OF A QUALIFIED PERSON
(to be completed, checked and signed by that person; not valid as it stands)

1. I, {_BLANK}, of {_BLANK}, am qualified by {_BLANK}
   to say how the records listed below were kept.

2. The records were received by {label.tool}. At receipt the program computed the SHA-256 digest
   of the bytes of each, stored them unchanged under that digest, and appended an event to an
   append-only log: a hash tree (RFC 6962) whose state is signed with a key held by the log's owner.

3. The log: {state.origin}
   public key  {vkey}
   entries     {state.size}
   root        {base64.b64encode(state.root).decode()}

4. The records, each with its place in the log, the time of receipt by the clock of the machine that
   received it, and its digest:

{rows or "   (none)"}
5. I have compared the digest of each record put forward with the one above, by running
   {_BLANK} on (date) {_BLANK}, and they match: yes / no.

6. The process described produces an accurate result when it works as designed. I know of these
   departures from it: {_BLANK}

7. This certificate says nothing about whether the content of a record is true.

Place and date: {_BLANK}

Signature: {_BLANK}
"""


def _exhibit(number: int, index: int, fields: Mapping[str, Any]) -> str:
    names = (("report", "report"), ("sha256", "sha256"), ("sha512", "sha512"), ("size", "bytes"), ("media_type", "type"),
             ("time", "received"), ("method", "method"), ("source", "source"), ("uri_requested", "asked for"), ("uri_final", "came from"),
             ("time_start", "begun"), ("time_end", "ended"), ("clock_offset_ms", "clock off"), ("remote_ip", "server"),
             ("assurance", "assurance"), ("collector", "collector"), ("tool", "program"))
    lines = [f"   {number}. log entry {index}\n"]
    told = {**fields, **(fields["capture"] if isinstance(fields.get("capture"), dict) else {})}
    lines += [f"      {title:<9} {_said(told[name])}\n" for name, title in names if told.get(name) is not None]
    return "".join(lines) + "\n"


def _said(value: Any) -> str:
    """A value in one line; what is missing is said with its reason."""
    if isinstance(value, dict):
        return f"not known: {value['missing']}" if set(value) == {"missing"} else "; ".join(f"{k}: {_said(v)}" for k, v in value.items())
    return " ".join(str(value).split())
