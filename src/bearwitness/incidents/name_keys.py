"""The words of a sentence that may be names, as keys that are the same in every script.

A capital tells a name in Latin and Cyrillic script; where a post is written without any, a word that no English list holds may be one. Arabic script has no
capitals: there every word may be a name but the common ones of reports about violence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bearwitness.extract.casing import is_english
from bearwitness.resolve.consonants import consonants
from bearwitness.resolve.fold import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’ʿʾ`][^\W\d_]+)*")
_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_ENDING = re.compile(r"['’](?:s|[a-zçğıöşü]{1,6})$")          # "Harasta'da", "Douma's"; "Wa'er" keeps what follows
_ELIDED = re.compile(r"^[dDlL]['’](?=\w)")
_ARTICLE = re.compile(r"^(?:al|el)(?=\w)", re.I)
_SUFFIXES = frozenset("da de ta te dan den tan ten daki deki taki teki nin nın nun nün in ın un ün ya ye na ne a e yi yı yu yü la le s".split())
_JOIN = frozenset((" ", "-", "‑", "–"))
_NO_KEY = frozenset(("al", "el", "as", "ad", "ar", "an", "ash", "at", "az", "ez", "es"))
# Words of Arabic names that a name of two words begins with; other scripts write the two as one.
_FIRST = frozenset(map(fold, "دير خان تل كفر جسر أبو ابو بو أم ام بيت رأس راس عين معرة مرج وادي شيخ جبل".split()))

_COMMON = {"arabic": """
في من على إلى الى عن مع بعد قبل خلال منذ حتى بين ضد عند حول نحو جراء إثر اثر أثر بسبب نتيجة لدى أمام وسط داخل خارج قرب تحت فوق أو ثم لا ما لم لن قد كما هذا هذه ذلك تلك التي الذي الذين كل بعض غير
أكثر اكثر أقل الأقل نصف معظم معظمهم بينهم بينها نصفهم أغلبهم غالبيتهم منهم بينهن عدد عشرات مئات آلاف العشرات المئات كان كانت يكون
مدينة بلدة قرية حي ريف محافظة منطقة ناحية مخيم شارع سوق مدرسة مشفى مستشفى مسجد فرن مخبز بناء مبنى منزل منازل طريق أحياء بلدات قرى مدن كراج كراجات حدود الحدودية
شرق شرقي غرب غربي شمال شمالي جنوب جنوبي الشرقي الغربي الشمالي الجنوبي الشرقية الغربية الشمالية الجنوبية وسط المركز
شهيد شهيدا شهيدان شهيدين شهداء الشهداء قتيل قتيلا قتيلان قتلى القتلى قتل مقتل ومقتل قتلوا استشهاد استشهد استشهدوا ارتقاء ارتقى سقوط سقطوا سقط مصرع وفاة ضحايا ضحيتها ضحية حصيلة الحصيلة ارتفاع ترتفع ارتفعت
جريح جريحا جرحى جرحوا إصابة اصابة إصابات أصيب مصاب مصابين عشرة تسعة ثمانية سبعة ستة خمسة أربعة ثلاثة اثنين اثنان واحد واحدة أحد عشر
مجزرة مجازر قصف القصف يقصف تقصف غارة غارات جوية جوي مدفعي مدفعية صاروخي صاروخية صاروخ صواريخ قذيفة قذائف هاون برميل براميل بالبراميل المتفجرة تفجير تفجيران انفجار انفجارات انتحاري عبوة ناسفة لغم سيارة
سيارتين مفخخة مفخختين مسيرة طائرة طائرات طيران الطيران الحربي حربي مروحي مروحية مقاتلات هجوم هجمات اشتباك اشتباكات الاشتباكات معركة معارك عنيف عنيفة استهداف استهدف استهدفت تستهدف يستهدف كمين اقتحام
إعدام يعدم أعدم رصاص بالرصاص قنص قناص توقع يوقع أوقع أوقعت أسفر أسفرت يسفر تسفر تخلف خلف خلفت أدى أدت يودع راح راحوا لقي لقوا قضى قضوا
مدني مدنيا مدنيين المدنيين مدنيون طفل طفلا أطفال اطفال طفلة امرأة نساء رجل رجال عائلة عائلات أم أشخاص شخص شخصا عنصر عناصر مقاتل مقاتلا مقاتلين مسلح مسلحين مسعفان مسعف صحفي نازح نازحين لاجئون لاجئين سكان أهالي
قوات النظام نظام جيش الجيش قسد داعش تنظيم التنظيم الدولة التحالف الدولي الروسي الروسية التركي التركية الثوار فصائل الفصائل المعارضة المدعومة ميليشيا ميليشيات حزب وحدات حماية الشعب جبهة هيئة الأمن أمن شرطة
اليوم أمس الأمس يوم ليلة صباح مساء فجر ظهر الآن أسبوع شهر سنة عام أيام ساعات الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان
أيار حزيران تموز آب أيلول تشرين عاجل خبر أخبار صور فيديو مصادر ناشطون نشطاء المرصد مراسل مراسلنا قال قالت أفاد أفادت ذكر ذكرت وكالة جديد جديدة جديدا عودة تصعيد سلسلة أعلى الأقل تقدم محيط سماء أجواء
لحظة اللحظة العدد مرشح للارتفاع كامل بالكامل السكني سكني السكنية الرئيسي الشعبي المحاصر محاصرة أنقاض حصار هدنة
در از به با برای بر تا که را و یا این آن هم نیز پس پیش میان نزدیکی شهر روستای روستا استان شهرستان مرز شرق غرب شمال جنوب کشته زخمی شهید مجروح تن نفر نفری غیرنظامی غیرنظامیان نظامی کودک کودکان زن زنان مرد عضو خانواده
خانواده‌ای یک دو سه چهار پنج شش هفت هشت نه ده دست‌کم حداقل دستکم بیش حدود حمله حملات هوایی بمباران انفجار توپخانه موشک موشکی پهپاد خودرو خودروی بمب‌گذاری‌شده بمب درگیری درگیری‌ها اثر نتیجه پی شدند شد شدن جان باختند
باخت داد دادند برجا گذاشت امروز دیروز دیشب شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه ائتلاف ارتش نیروهای نیروها داعش گروه دولت
لە بە بۆ لەگەڵ دوای پێش شاری گوندی ناوچەی کوژران کوژرا بریندار بوون بوو کەس منداڵ ژن هێرشی هێرش ئاسمانی تۆپباران ئەمڕۆ دوێنێ
""", "latin": """
air airstrike airstrikes artillery shelling shells rockets raid raids strike strikes drone missile bombing bombings blast blasts explosion explosions clashes clash fighting attack attacks heavy massacre horrific
breaking update rescuers medics residents activists monitors dead killed killing gunmen warplanes jets helicopters barrel suicide twin double car bomb market hospital school mosque bakery
today yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
one two three four five six seven eight nine ten eleven twelve dozens another more most some several many half the this that these those after before when while during then now new east west north south eastern western northern
southern central near from with and but for not nobody how they their our your his her its it he she we you who what where why there here in on at of by to as is are was were has have had been be
frappe frappes bombardement bombardements raid attaque attentat explosion tirs combats double au aux les des une deux trois quatre cinq six sept huit neuf dix onze douze hier ce la le dans sur plus nouvelle
lundi mardi mercredi jeudi vendredi samedi dimanche selon après mort morts
ataque ataques bombardeo bombardeos explosión muertos dos tres cuatro cinco seis siete ocho nueve diez once doce una un el los las en al más tercer segundo lunes martes miércoles jueves viernes sábado domingo masacre mueren murieron nueve
ataque bombardeio bombardeios explosão mortos dois três quatro cinco sete oito nove dez onze doze mais uma no na os as segunda terça quarta quinta sexta sábado domingo
luftangriff luftangriffe anschlag anschlagsserie explosion bomben raketen tote zwei drei vier fünf sechs sieben acht neun zehn elf zwölf nach bei in im am der die das den dem ein eine rund mindestens menschen zivilisten verletzte wieder
kurzer montag dienstag mittwoch donnerstag freitag samstag sonntag blutiger getötet sterben
serangan udara ledakan tewas korban orang sipil warga lima enam tujuh delapan sembilan sepuluh dua tiga empat satu bom senin selasa rabu kamis jumat sabtu minggu di ke dari
hava saldırı saldırısı saldırıları topçu patlama bombalı çatışma çatışmalar dün bugün bir iki üç dört beş altı yedi sekiz dokuz on ölü sivil pazartesi salı çarşamba perşembe cuma cumartesi pazar doğu batı kuzey güney rejim
li di ji bi du sê çar pênc şeş heft heşt neh deh duh îro balafirên şervanên êrîş kes mirin kuştin gundê bajarê taxa
""", "cyrillic": """
удар авиаудар авиаудары обстрел артобстрел взрыв взрывы бои теракт атака двойной ракетный серия число вчера сегодня в во на по после при из под над за к от до о об и а не более двое трое четверо пятеро шестеро погибли погиб боевики
понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье снова ещё как ожесточённые
удар авіаудари авіаудар авіабомби обстріл вибух бої атака вчора сьогодні у в на по після через за до від і та не двоє троє четверо п'ятеро шестеро загинули росіяни окупанти ще понеділок вівторок середа середу четвер п'ятниця
п'ятницю субота суботу неділя неділю внаслідок
"""}


@cache
def _common(script: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _COMMON[script].split())


def name_keys(sentence: str, lang: str | None = None) -> frozenset[str]:
    """Keys of the words of one sentence that may be names, and of two of them in a row written as one."""
    words = [(m, _bare(piece)) for m in _WORD.finditer(sentence) for piece in _CAMEL.split(m.group())]
    small = lang in (None, "en") and not any(word[:1].isupper() for _, word in words)
    out: set[str] = set()
    before: tuple[int, str, bool] | None = None
    for m, word in words:
        if not _may_be_name(word, small):
            before = None if fold(word) not in _NO_KEY or before is None else (m.end(), before[1], before[2])
            continue
        forms = list(_forms(word, lang))
        out.update(forms)
        if before and forms and sentence[before[0]:m.start()] in _JOIN and before[2]:
            out.add(before[1] + forms[0])
        arabic = "\u0600" <= word[0] <= "\u08ff"
        before = (m.end(), _letters(word, lang), not arabic or fold(word) in _FIRST)
    return frozenset(out - {""})


def _bare(word: str) -> str:
    word = _ELIDED.sub("", word)
    tail = _ENDING.search(word)
    return word[:tail.start()] if tail and fold(tail.group()[1:]) in _SUFFIXES else word


def _may_be_name(word: str, small: bool) -> bool:
    if len(word) < 3 or fold(word) in _NO_KEY:
        return False
    first = word[0]
    if "\u0600" <= first <= "\u08ff":
        return not any(fold(word[start:]) in _common("arabic") for start in _arabic_starts(word))
    if not first.islower():
        return fold(word) not in _common("cyrillic" if "\u0400" <= first <= "\u04ff" else "latin")
    return small and first.isascii() and not is_english(word) and fold(word) not in _common("latin")


def _forms(word: str, lang: str | None) -> Iterator[str]:
    """Keys of a word; one in Arabic script without a preposition joined to it, one in Latin script without a joined article, too."""
    if "\u0600" <= word[0] <= "\u08ff":
        yield from (consonants(word[start:], lang) for start in _arabic_starts(word))
        return
    yield consonants(word, lang)
    bare = _ARTICLE.sub("", word)
    if bare != word and len(consonants(bare, lang)) > 2:
        yield consonants(bare, lang)


def _arabic_starts(word: str) -> Iterator[int]:
    yield 0
    for start in (1, 2):
        if word[start - 1] in "وفبل" and len(word) - start >= 3:
            yield start
        else:
            return


def _letters(word: str, lang: str | None) -> str:
    """What the first of two words gives to the joined key: its consonants, be it one alone."""
    return consonants(word, lang) or consonants(word + "b", lang)[:-1]
