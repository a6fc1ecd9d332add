"""Thirty made-up reports of seven incidents in several languages, for tests through the verbs. Places are real towns; nothing told here took place."""

from __future__ import annotations

from pathlib import Path

# (name, language, publisher, published, title, text)
REPORTS: list[tuple[str, str, str, str, str, str]] = [
    ("a1", "en", "North News", "2025-03-08", "Gunmen kill villagers in Jableh",
     "Gunmen killed 41 people in Jableh on 7 March 2025, the Hill Monitor said.\n\nThe Grey Band denied any part in the attack."),
    ("a2", "en", "South Times", "2025-03-08", "Jableh attack leaves dozens dead",
     "At least 38 people were killed in Jableh on 7 March 2025, police said. Residents accused the Grey Band of the killings."),
    ("a3", "en", "East Post", "2025-03-09", "Monitor raises toll in Jableh",
     "The Hill Monitor said on Sunday that 45 people were killed in Jableh on 7 March 2025. It blamed the Grey Band."),
    ("a4", "ar", "صحيفة التل", "2025-03-08", "هجوم في جبلة", "قُتل 41 شخصا في جبلة في 7 مارس 2025، بحسب مرصد التل."),
    ("a5", "fr", "Le Matin fictif", "2025-03-09", "Tuerie à Jableh", "Au moins 40 personnes ont été tuées à Jableh le 7 mars 2025, selon la police."),
    ("a6", "en", "West Wire", "2025-03-10", "Hundreds flee Jableh",
     "More than 600 people were displaced from Jableh after the attack of 7 March 2025, the Lake Network said. It counted 44 dead."),
    ("b1", "en", "North News", "2025-03-10", "Car bomb in Raqqa", "A car bomb killed nine people in a market in Raqqa on 9 March 2025, officials said. Twenty were wounded."),
    ("b2", "en", "South Times", "2025-03-10", "Blast hits Raqqa market", "An explosion at a market in Raqqa killed 9 people on 9 March 2025, according to the Lake Network."),
    ("b3", "es", "El Diario inventado", "2025-03-11", "Explosión en Raqqa", "Al menos 11 personas murieron en Raqqa el 9 de marzo de 2025, según la policía."),
    ("b4", "en", "East Post", "2025-03-11", "Toll of Raqqa bombing rises", "The toll of the car bombing in Raqqa on 9 March 2025 rose to 12 dead, a hospital said on Tuesday."),
    ("c1", "en", "Lake Herald", "2025-03-15", "Shelling in Goma", "Shelling killed 17 civilians in Goma on 14 March 2025, the Lake Network said. It accused the River Brigade."),
    ("c2", "fr", "La Voix inventée", "2025-03-15", "Bombardement à Goma", "Dix-sept civils ont été tués à Goma le 14 mars 2025, selon le Réseau du Lac."),
    ("c3", "en", "North News", "2025-03-16", "River Brigade denies shelling Goma",
     "The River Brigade denied on Sunday that it shelled Goma on 14 March 2025. The Lake Network says 19 civilians were killed there."),
    ("c4", "fr", "Le Matin fictif", "2025-03-16", "Goma: le bilan", "Au moins 19 civils ont été tués à Goma le 14 mars 2025, selon le Réseau du Lac."),
    ("d1", "en", "Plain Dealer", "2025-04-02", "Air strike on Kharkiv", "An air strike killed six people in Kharkiv on 1 April 2025, the governor said. 14 people were injured."),
    ("d2", "ru", "Выдуманная газета", "2025-04-02", "Удар по Харькову", "В Харькове 1 апреля 2025 года погибли шесть человек, сообщил губернатор."),
    ("d3", "uk", "Вигадана газета", "2025-04-02", "Удар по Харкову", "У Харкові 1 квітня 2025 року загинули 6 людей, повідомив губернатор."),
    ("d4", "en", "South Times", "2025-04-03", "Kharkiv mourns", "Seven people died in the strike on Kharkiv on 1 April 2025, rescuers said on Thursday."),
    ("e1", "en", "Desert Sun", "2025-04-21", "Drone hits Omdurman", "A drone strike killed 30 people in Omdurman on 20 April 2025, medics said. The Sand Corps was blamed."),
    ("e2", "ar", "صحيفة الرمل", "2025-04-21", "قصف في أم درمان", "قُتل 30 شخصا في أم درمان في 20 أبريل 2025، بحسب مصادر طبية."),
    ("e3", "en", "North News", "2025-04-22", "Omdurman toll", "The strike on Omdurman on 20 April 2025 killed 34 people, the Doctors' Circle said."),
    ("f1", "en", "Coast Paper", "2025-05-04", "Clashes near Baniyas", "Three soldiers were killed in clashes with gunmen in Baniyas on 3 May 2025, the army said."),
    ("f2", "en", "East Post", "2025-05-05", "Army says soldiers killed in Baniyas", "The army said on Monday that three soldiers were killed in Baniyas on 3 May 2025."),
    ("g1", "en", "Plain Dealer", "2025-05-20", "Protesters shot in Homs", "Police shot dead two protesters in Homs on 19 May 2025, the Lake Network said. The police denied it."),
    ("g2", "en", "West Wire", "2025-05-20", "Deaths at Homs protest", "Two demonstrators were killed by police in Homs on 19 May 2025, witnesses said."),
    ("g3", "tr", "Uydurma Gazete", "2025-05-20", "Humus'ta gösteri", "Humus'ta 19 Mayıs 2025'te 2 kişi öldürüldü."),
    ("h1", "en", "Old Paper", "2025-05-30", "Years of war", "More than 500,000 people have been killed in Syria since 2011, the Hill Monitor says."),
    ("h2", "en", "Old Paper", "2025-05-31", "Talks", "The two sides signed an agreement in Geneva on 30 May 2025."),
    ("h3", "en", "West Wire", "2025-03-12", "Grey Band rejects blame", "The Grey Band rejected the accusations over the killings in Jableh as baseless."),
    ("h4", "en", "North News", "2025-06-02", "Remembering", "Years ago, in a massacre in Hama in 1982, thousands of people were killed, historians say."),
]


def write(folder: Path, reports: list[tuple[str, str, str, str, str, str]] = REPORTS) -> list[str]:
    """A page for each report; their paths in the order given."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, lang, publisher, published, title, text in reports:
        path = folder / f"{name}.html"
        body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        path.write_text(f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title><meta property="og:site_name" content="{publisher}">'
                        f'<meta property="article:published_time" content="{published}T08:00:00Z"></head><body><article><h1>{title}</h1>{body}</article></body></html>',
                        encoding="utf-8")
        paths.append(str(path))
    return paths
