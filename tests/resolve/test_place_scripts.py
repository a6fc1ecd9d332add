"""Places in other languages and scripts: case endings, joined prefixes, words of place, nearness."""

import pytest

from bearwitness.resolve.place_scripts import plain_forms
from bearwitness.resolve.places import PlaceFinder
from bearwitness.store.gazetteer import open_gazetteer

FINDER = PlaceFinder(open_gazetteer())


def found(lang, text):
    return {text[m.start:m.end]: m for m in FINDER.find_document(text, spans=[(0, len(text), lang)])}


# language, text, the name as it stands, country (None: named as a place, and nobody knows it)
NAMES = [
    ("ru", "Взрывы прогремели в Харькове.", "Харькове", "UA"),
    ("ru", "Обстрел под Бахмутом, есть погибшие.", "Бахмутом", "UA"),
    ("ru", "Жители Киева слышали взрывы.", "Киева", "UA"),
    ("ru", "Ракета попала в дом в Сумах.", "Сумах", "UA"),
    ("ru", "Бои идут около Купянска.", "Купянска", "UA"),
    ("ru", "Погибли трое в Донецкой области.", "Донецкой области", "UA"),
    ("ru", "Удар по Одессе.", "Одессе", "UA"),
    ("ru", "Беженцы из Мариуполя.", "Мариуполя", "UA"),
    ("ru", "Он прибыл в Москву из Дамаска.", "Дамаска", "SY"),
    ("ru", "Боевики атаковали Алеппо и Идлиб в Сирии.", "Сирии", "SY"),
    ("ru", "В Кривом Роге погибли люди.", "Кривом Роге", "UA"),
    ("ru", "Обстрел Горловки.", "Горловки", "UA"),
    ("ru", "В Белгородской области пострадали двое.", "Белгородской области", "RU"),
    ("ru", "Взрыв в Грозном, Чечня.", "Грозном", "RU"),
    ("uk", "Вибухи у Харкові.", "Харкові", "UA"),
    ("uk", "Обстріл Києва тривав.", "Києва", "UA"),
    ("uk", "Троє загинули в Київській області.", "Київській області", "UA"),
    ("uk", "Удар по Одесі.", "Одесі", "UA"),
    ("uk", "Бої біля Авдіївки.", "Авдіївки", "UA"),
    ("uk", "У Запоріжжі загинули люди.", "Запоріжжі", "UA"),
    ("uk", "Ракета впала у Львові.", "Львові", "UA"),
    ("uk", "Евакуація з Маріуполя.", "Маріуполя", "UA"),
    ("uk", "У Донецьку лунали вибухи.", "Донецьку", "UA"),
    ("uk", "Загиблі в Бучі.", "Бучі", "UA"),
    ("uk", "Удар по Дніпру.", "Дніпру", "UA"),
    ("uk", "Обстріл Херсонської області", "Херсонської області", "UA"),
    ("tr", "Halep'te patlama oldu.", "Halep", "SY"),
    ("tr", "İdlib'in kuzeyinde çatışma.", "İdlib", "SY"),
    ("tr", "Şam'da gösteri.", "Şam", "SY"),
    ("tr", "Diyarbakır'dan gelenler", "Diyarbakır", "TR"),
    ("tr", "Gazze'ye saldırı", "Gazze", "PS"),
    ("tr", "Suriye'nin Humus kentinde", "Humus", "SY"),
    ("tr", "Afrin'e bağlı köyler", "Afrin", "SY"),
    ("tr", "Hatay ilinde deprem", "Hatay", "TR"),
    ("tr", "Lazkiye kırsalında çatışma, Suriye", "Lazkiye", "SY"),
    ("ku", "Li Efrînê kes hatin kuştin.", "Efrînê", "SY"),
    ("ku", "Li bajarê Qamişlo teqîn çêbû.", "Qamişlo", "SY"),
    ("ku", "Ji Kobaniyê hatin.", "Kobaniyê", "SY"),
    ("ku", "Li Hesekê û Dêrazorê", "Hesekê", "SY"),
    ("ku", "Li Amedê xwepêşandan", "Amedê", "TR"),
    ("ku", "Li Hewlêrê civîn", "Hewlêrê", "IQ"),
    ("ku", "Li Sûriyeyê şer heye", "Sûriyeyê", "SY"),
    ("ku", "Li gundê Tolhildan", "Tolhildan", None),
    ("ar", "قتل خمسة في حلب", "حلب", "SY"),
    ("ar", "انفجار بحلب", "حلب", "SY"),
    ("ar", "نقل الجرحى لحلب", "حلب", "SY"),
    ("ar", "سافر للرقة", "رقة", "SY"),
    ("ar", "اشتباكات في إدلب وحماة", "حماة", "SY"),
    ("ar", "وبدمشق خرجت مظاهرة", "دمشق", "SY"),
    ("ar", "قصف على غزة ورفح", "رفح", "PS"),
    ("ar", "في ريف حمص الشمالي", "حمص", "SY"),
    ("ar", "مخيم جباليا شمال غزة", "مخيم جباليا", "PS"),
    ("ar", "في صنعاء باليمن", "صنعاء", "YE"),
    ("ar", "اشتباكات في الفاشر بالسودان", "الفاشر", "SD"),
    ("ar", "في مدينة الخرطوم", "الخرطوم", "SD"),
    ("ar", "وفي بغداد والموصل", "الموصل", "IQ"),
    ("fa", "در حلب کشته شدند", "حلب", "SY"),
    ("fa", "در تهران و مشهد", "مشهد", "IR"),
    ("fa", "به سنندج رفت", "سنندج", "IR"),
    ("fa", "از کابل آمدند", "کابل", "AF"),
    ("fa", "در استان کردستان", "استان کردستان", "IR"),
    ("fa", "در زاهدان تیراندازی شد", "زاهدان", "IR"),
    ("ckb", "لە هەولێر کوژران", "هەولێر", "IQ"),
    ("ckb", "لە شاری سلێمانی", "سلێمانی", "IQ"),
    ("ckb", "لە کەرکووک تەقینەوە", "کەرکووک", "IQ"),
    ("ckb", "لە مەهاباد", "مەهاباد", "IR"),
    ("ckb", "لە حەلەب", "حەلەب", "SY"),
    ("ckb", "لە دهۆک و زاخۆ", "زاخۆ", "IQ"),
    ("ckb", "لە عەفرین", "عەفرین", "SY"),
    ("ckb", "هەولێرەوە هاتن بۆ قامشلۆ", "قامشلۆ", "SY"),
    ("es", "Murieron tres en Alepo, Siria.", "Alepo", "SY"),
    ("es", "Un ataque en Bogotá y Cali, Colombia", "Cali", "CO"),
    ("es", "en el departamento de Antioquia", "Antioquia", "CO"),
    ("es", "cerca de Ciudad Juárez, México", "Ciudad Juárez", "MX"),
    ("es", "en Jartum, Sudán", "Jartum", "SD"),
    ("es", "Gaza y Cisjordania", "Cisjordania", "PS"),
    ("fr", "Trois morts à Alep, en Syrie.", "Alep", "SY"),
    ("fr", "près de Damas", "Damas", "SY"),
    ("fr", "à Gaza et en Cisjordanie", "Cisjordanie", "PS"),
    ("fr", "à Goma, au Congo", "Goma", "CD"),
    ("fr", "dans la province du Nord-Kivu", "Nord-Kivu", "CD"),
    ("fr", "à Ouagadougou, au Burkina Faso", "Ouagadougou", "BF"),
    ("fr", "au nord de Gao, au Mali", "Gao", "ML"),
]


@pytest.mark.parametrize(("lang", "text", "name", "country"), NAMES)
def test_names_in_their_forms(lang, text, name, country):
    places = found(lang, text)
    assert name in places, places
    assert places[name].where.country == country


# language, text, name, where_prec
NEARNESS = [
    ("ru", "Обстрел под Бахмутом.", "Бахмутом", 2),
    ("ru", "Взрыв недалеко от Харькова.", "Харькова", 2),
    ("ru", "Бои в Купянске.", "Купянске", 1),
    ("ru", "Погибли люди в Донецкой области.", "Донецкой области", 4),
    ("uk", "Бої біля Авдіївки.", "Авдіївки", 2),
    ("uk", "Троє загинули в Київській області.", "Київській області", 4),
    ("uk", "Вибухи у Харкові.", "Харкові", 1),
    ("ar", "اشتباكات قرب حلب", "حلب", 2),
    ("ar", "قصف على محيط إدلب", "إدلب", 2),
    ("ar", "في ريف حمص الشمالي", "حمص", 4),
    ("ar", "انفجار في حلب", "حلب", 1),
    ("fa", "در نزدیکی حلب", "حلب", 2),
    ("ckb", "لە نزیک هەولێر", "هەولێر", 2),
    ("tr", "İdlib'in kuzeyinde çatışma.", "İdlib", 2),
    ("tr", "Afrin yakınlarında çatışma, Suriye.", "Afrin", 2),
    ("es", "cerca de Alepo, Siria", "Alepo", 2),
    ("es", "en las afueras de Bogotá", "Bogotá", 2),
    ("fr", "près de Damas", "Damas", 2),
    ("fr", "au nord de Gao, au Mali", "Gao", 2),
    ("fr", "à Alep, en Syrie", "Alep", 1),
]


@pytest.mark.parametrize(("lang", "text", "name", "precision"), NEARNESS)
def test_nearness(lang, text, name, precision):
    assert found(lang, text)[name].where.precision == precision


@pytest.mark.parametrize(("lang", "text"), [
    ("ru", "Иванова сказала, что приедет."),
    ("uk", "Пушкіна прочитали."),
    ("ar", "قال الرجل إن الوضع هادئ"),
    ("ar", "مشروع حسن وكريم"),
    ("fa", "او گفت که نمی‌داند"),
    ("ckb", "ئەو گوتی نازانم"),
    ("ku", "Ew got ku nizane."),
    ("tr", "Ahmet'in evi güzel."),
])
def test_no_place(lang, text):
    assert not found(lang, text)


@pytest.mark.parametrize(("surface", "lang", "plain"), [
    ("Харькове", "ru", "Харьков"), ("Киева", "ru", "Киев"), ("Одессе", "ru", "Одесса"), ("Сирии", "ru", "Сирия"), ("Сумах", "ru", "Сумы"),
    ("Харкові", "uk", "Харків"), ("Києва", "uk", "Київ"), ("Авдіївці", "uk", "Авдіївка"), ("Вінницю", "uk", "Вінниця"), ("Празі", "uk", "Прага"),
    ("Halep'te", "tr", "Halep"), ("İdlib'in", "tr", "İdlib"), ("Suriye'ye", "tr", "Suriye"),
    ("Efrînê", "ku", "Efrîn"), ("Qamişloyê", "ku", "Qamişlo"), ("Kobaniyê", "ku", "Kobanî"),
])
def test_plain_forms(surface, lang, plain):
    assert plain in [form for form, _ in plain_forms(surface, lang)]
