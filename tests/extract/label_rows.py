"""Every name for conduct and its article: (label, article, a phrase that bears the name, sentences that give the name).

Made-up sentences of many kinds of text: releases, court reports, posts, statements of victims.
"""

from __future__ import annotations

NAMES: list[tuple[str, str | None, str, tuple[str, ...]]] = [
    # --- Article 6
    ("genocide", "6", "genocide", ("The envoy called the killings genocide.", "The campaign bears genocidal features, the panel wrote.",
                                  "Lawyers say these were acts of genocide.")),
    ("genocide by killing", "6(a)", "genocidal killings", ("Survivors spoke of genocidal killings in the valley.", "The report lists killing members of the group first.",
                                                        "A genocidal massacre took place here, the elders say.")),
    ("genocide by serious harm", "6(b)", "serious bodily or mental harm to the group", (
        "The troops caused serious bodily or mental harm to the Exampli, prosecutors say.", "The charge is of causing serious bodily or mental harm.",
        "Serious bodily or mental harm was inflicted on the group.")),
    ("genocide by conditions of life", "6(c)", "conditions of life calculated to destroy the group", (
        "They imposed conditions of life calculated to destroy the group.", "The siege creates conditions of life intended to bring about its destruction.",
        "Conditions of life designed to kill them slowly were imposed, the lawyers argue.")),
    ("genocide by preventing births", "6(d)", "measures intended to prevent births", (
        "The decree contains measures intended to prevent births within the group.", "Measures to prevent births were forced on the minority.",
        "The indictment speaks of the prevention of births.")),
    ("genocide by transferring children", "6(e)", "the forcible transfer of children", (
        "Prosecutors cite the forcible transfer of children to another group.", "The army is forcibly transferring children across the border.",
        "Forced transfer of children continued through the winter.")),
    ("cultural genocide", None, "cultural genocide", ("The ban on the language is cultural genocide, the writers say.", "Poets called it ethnocide.",
                                                    "She spoke of a cultural genocide.")),
    # --- Article 7
    ("crimes against humanity", "7", "crimes against humanity", ("The factions committed crimes against humanity.", "It is a crime against humanity, the bishop said.",
                                                               "“These are crimes against humanity,” said the lawyer Ida Sample.")),
    ("widespread or systematic attack", "7(1)", "a widespread or systematic attack against civilians", (
        "The acts were part of a widespread or systematic attack.", "There was a widespread and systematic attack against the Exampli.",
        "Experts describe a systematic attack against the civilian population.")),
    ("policy to attack civilians", "7(2)(a)", "a State or organisational policy", (
        "The acts followed a State or organisational policy.", "They acted under a governmental policy or plan, the panel says.",
        "The killings carried out a state policy to attack civilians.")),
    ("mass murder", "7(1)(a)", "mass murder", ("These acts of mass murder shocked the town.", "He is charged with murder as a crime against humanity.",
                                              "The mayor spoke of mass murders along the river.")),
    ("extermination", "7(1)(b)", "extermination", ("Entire communities are targeted for extermination.", "They exterminated whole families.",
                                                  "The plan is to exterminate us, the elder said.")),
    ("enslavement", "7(1)(c)", "enslavement", ("Women were held in slavery for three years.", "The militia enslaved hundreds of girls.",
                                              "Prisoners were put to forced labour in the mines.")),
    ("deportation or forcible transfer", "7(1)(d)", "forced displacement", (
        "Residents speak of forced displacement.", "The forcible transfer of the villagers went on.", "The party calls it forced demographic change.",
        "Thousands were forcibly deported to the north.")),
    ("imprisonment", "7(1)(e)", "unlawful imprisonment", ("He denounced his unlawful imprisonment.", "The panel documented arbitrary deprivation of liberty.",
                                                         "They suffered a severe deprivation of physical liberty.")),
    ("torture", "7(1)(f)", "torture", ("Released men described torture.", "He was tortured in the cellar.", "Guards kept torturing the detainees.")),
    ("sexual slavery", "7(1)(g)", "sexual slavery", ("Girls were sold into sexual slavery.", "The women were kept as sex slaves.",
                                                   "The charge is enforced prostitution.")),
    ("forced pregnancy", "7(1)(g)", "forced pregnancy", ("Survivors spoke of forced pregnancy.", "Women were forcibly impregnated in the camp.",
                                                       "The court heard of forced pregnancies.")),
    ("enforced sterilisation", "7(1)(g)", "forced sterilisation", ("The clinic carried out forced sterilisations.", "Women were forcibly sterilised.",
                                                                 "Enforced sterilization is on the list of charges.")),
    ("sexual violence", "7(1)(g)", "mass rape", ("Witnesses told of mass rape.", "The mission reported conflict-related sexual violence.",
                                                "There was systematic rape in the camps.")),
    ("persecution", "7(1)(h)", "persecution", ("Villagers spoke of persecution.", "The minority is persecuted for its faith.", "They are persecuting us, he wrote.")),
    ("enforced disappearance", "7(1)(i)", "enforced disappearance", ("Families report enforced disappearances.", "His son was forcibly disappeared.",
                                                                   "It was a forced disappearance, the lawyer says.")),
    ("apartheid", "7(1)(j)", "apartheid", ("The law imposes apartheid.", "Residents live under apartheid.", "“This is apartheid,” said the writer Leo Sample.")),
    ("other inhumane acts", "7(1)(k)", "other inhumane acts", ("The charges include other inhumane acts.", "He called the siege an inhumane act.",
                                                             "They committed inhuman acts.")),
    # --- Article 8
    ("war crimes", "8", "war crimes", ("The attacks were war crimes.", "Bombing the market is a war crime.", "She called the general a war criminal.")),
    ("grave breaches", "8(2)(a)", "grave breaches of the Geneva Conventions", (
        "These are grave breaches of the Geneva Conventions.", "He spoke of a grave breach of the Geneva Conventions.",
        "Grave breaches of international humanitarian law were committed.")),
    ("wilful killing", "8(2)(a)(i)", "wilful killing", ("The charge is wilful killing.", "Nine prisoners were wilfully killed.",
                                                      "Willful killings went unpunished.")),
    ("inhuman treatment", "8(2)(a)(ii)", "inhuman treatment", ("Prisoners suffered inhuman treatment.", "Inhumane treatment is common in the camp.",
                                                             "The doctors ran biological experiments on the captives.")),
    ("wilfully causing great suffering", "8(2)(a)(iii)", "wilfully causing great suffering", (
        "He is charged with wilfully causing great suffering.", "The siege meant causing great suffering intentionally, she argued.",
        "They wilfully caused great suffering.")),
    ("wanton destruction", "8(2)(a)(iv)", "wanton destruction", (
        "The troops left a trail of wanton destruction.", "It was destruction not justified by military necessity.", "The village was wantonly destroyed.")),
    ("compelling service in hostile forces", "8(2)(a)(v)", "compelling prisoners to serve in the army", (
        "Captives were compelled to serve in the forces of the enemy.", "He denounced compelling prisoners to serve.",
        "Men were forced to fight against their own country.")),
    ("denial of a fair trial", "8(2)(a)(vi)", "the denial of a fair trial", ("The men were denied a fair trial.", "It was a sham trial, the family says.",
                                                                          "Lawyers protested against the denial of a fair trial.")),
    ("unlawful confinement", "8(2)(a)(vii)", "unlawful confinement", ("The charge is unlawful confinement.", "They were unlawfully deported.",
                                                                    "Civilians were unlawfully confined in a school.")),
    ("attacks on civilian objects", "8(2)(b)(ii)", "deliberate attacks on civilian infrastructure", (
        "She denounced deliberate attacks on civilian infrastructure.", "The targeting of civilian infrastructure must be judged.",
        "They deliberately targeted civilian infrastructure.")),
    ("disproportionate attack", "8(2)(b)(iv)", "a disproportionate attack", ("It was a disproportionate attack.", "The lawyers speak of disproportionate strikes.",
                                                                          "Disproportionate bombardment hit the quarter.")),
    ("attack on an undefended place", "8(2)(b)(v)", "attacking an undefended village", (
        "They shelled an undefended town.", "Bombing undefended villages goes on.", "It was an undefended place, he said.")),
    ("improper use of protective signs", "8(2)(b)(vii)", "misuse of the white flag", (
        "The army speaks of misuse of the red cross emblem.", "It was a misuse of the white flag.", "Improper use of the emblem was reported.")),
    ("transfer of settlers", "8(2)(b)(viii)", "the transfer of its own population", (
        "The transfer of its own population into the valley goes on.", "She denounced the transfer of settlers.", "They are transferring settlers by bus.")),
    ("human shields", "8(2)(b)(xxiii)", "the use of human shields", ("They used civilians as human shields.", "He was taken as a human shield.",
                                                                   "Families serve as human shields, the army says.")),
    ("killing of persons hors de combat", "8(2)(c)(i)", "the killing of prisoners", (
        "The killing of prisoners was filmed.", "He was hors de combat when they shot him.", "They were killed after surrendering.")),
    ("cruel treatment", "8(2)(c)(i)", "cruel treatment", ("The detainees told of cruel treatment.", "Captives were treated cruelly.",
                                                        "Cruel and inhuman treatment was routine.")),
    ("outrages upon personal dignity", "8(2)(c)(ii)", "outrages upon personal dignity", (
        "The court spoke of outrages upon personal dignity.", "They suffered humiliating and degrading treatment.", "Fighters desecrated the bodies.")),
    ("hostage-taking", "8(2)(c)(iii)", "hostage-taking", ("The charge is hostage-taking.", "The taking of hostages is banned.",
                                                        "He denounced the taking hostages of families.")),
    ("summary execution", "8(2)(c)(iv)", "summary executions", ("Nine men were summarily executed.", "Witnesses told of field executions.",
                                                              "There were extrajudicial executions in the square.")),
    ("mass execution", "8(2)(c)(iv)", "mass executions", ("Witnesses spoke of mass executions.", "It was a mass execution.",
                                                        "The video shows a mass execution, the group says.")),
    ("attacks on civilians", "8(2)(e)(i)", "deliberate attacks on civilians", (
        "It was a deliberate attack on civilians.", "The targeting of civilians has to end.", "They deliberately targeted civilians.")),
    ("attacks on medical units", "8(2)(e)(ii)", "the targeting of ambulances", (
        "Doctors denounce the targeting of ambulances.", "They deliberately target medics.", "It was a deliberate attack on medical staff.")),
    ("attacks on aid workers or peacekeepers", "8(2)(e)(iii)", "the targeting of aid workers", (
        "It was a deliberate attack on peacekeepers.", "The targeting of aid workers goes on.", "They deliberately targeted humanitarian convoys.")),
    ("attacks on protected buildings", "8(2)(e)(iv)", "the targeting of hospitals", (
        "The deliberate targeting of hospitals was documented.", "It was a deliberate attack on a school.", "Scholars speak of the destruction of cultural heritage.")),
    ("pillage", "8(2)(e)(v)", "pillage", ("The soldiers are charged with pillage.", "The town was pillaged.", "Pillaging went on for days.")),
    ("rape as a weapon of war", "8(2)(e)(vi)", "rape as a weapon of war", (
        "They used rape as a weapon of war.", "Rape as a tactic of war was common.", "The report speaks of sexual violence as a weapon of war.")),
    ("use of child soldiers", "8(2)(e)(vii)", "the use of child soldiers", (
        "The militia uses child soldiers.", "The recruitment of children goes on.", "He is accused of conscripting children.")),
    ("displacement of civilians", "8(2)(e)(viii)", "the displacement of the civilian population", (
        "He ordered the displacement of the civilian population.", "The charge is of ordering the displacement of civilians.",
        "It was an unlawful displacement.")),
    ("perfidy", "8(2)(e)(ix)", "perfidy", ("The army spoke of perfidy.", "It was a perfidious attack.", "The envoys were treacherously killed.")),
    ("denial of quarter", "8(2)(e)(x)", "a denial of quarter", ("The commander said that no quarter would be given.", "The order was to take no prisoners.",
                                                              "It was a denial of quarter.")),
    ("mutilation or medical experiments", "8(2)(e)(xi)", "medical experiments", (
        "Prisoners were used for medical experiments.", "The charge is physical mutilation.", "Families speak of organ harvesting.")),
    ("destruction of an adversary's property", "8(2)(e)(xii)", "the unlawful seizure of property", (
        "The law allows the unlawful seizure of property, she said.", "The destruction of the adversary's property went on.",
        "He is charged with destroying or seizing the property of the minority.")),
    ("poisoned weapons", "8(2)(e)(xiii)", "the use of poisoned weapons", ("They used poisoned weapons.", "The poisoning of wells was reported.",
                                                                        "He spoke of poisoned bullets.")),
    ("prohibited gases", "8(2)(e)(xiv)", "the use of asphyxiating gases", ("They used asphyxiating gases.", "The shells held poisonous gas.",
                                                                         "It was a prohibited gas, experts say.")),
    ("expanding bullets", "8(2)(e)(xv)", "the use of expanding bullets", ("They fired expanding bullets.", "Surgeons found dum-dum bullets.",
                                                                        "The use of expanding bullets is charged.")),
    ("starvation as a method of warfare", "8(2)(e)(xix)", "starvation as a weapon of war", (
        "The army used starvation as a weapon of war.", "They use hunger as a weapon.", "The town is being deliberately starved.")),
    # --- Article 8 bis
    ("crime of aggression", "8 bis", "the crime of aggression", ("It is a war of aggression.", "The charge is the crime of aggression.",
                                                               "The council called it an act of aggression.")),
    # --- names that the Statute does not know
    ("ethnic cleansing", None, "ethnic cleansing", ("It was ethnic cleansing.", "The valley was ethnically cleansed.", "He spoke of ethnic-cleansing.")),
    ("sectarian cleansing", None, "sectarian cleansing", ("He spoke of sectarian cleansing.", "Priests called it religious cleansing.",
                                                        "The coast saw sectarian cleansing.")),
    ("arbitrary detention", None, "arbitrary detention", ("She was arbitrarily detained.", "There were arbitrary arrests.", "It was an unlawful detention.")),
    ("extrajudicial killing", None, "extrajudicial killings", ("The group documented extrajudicial killings.", "It was an unlawful killing.",
                                                             "Four men were extrajudicially killed.")),
    ("collective punishment", None, "collective punishment", ("The siege is collective punishment.", "They collectively punished the town.",
                                                            "He called the cut “collective punishment”.")),
    ("indiscriminate attack", None, "indiscriminate attacks", ("There was indiscriminate shelling.", "It was an indiscriminate attack.",
                                                             "She denounced indiscriminate bombardment.")),
    ("terrorism", None, "terrorism", ("He called it terrorism.", "It was an act of terror.", "The minister speaks of terrorist acts.")),
    ("atrocity crimes", None, "atrocity crimes", ("The envoy spoke of atrocity crimes.", "Mass atrocities were committed.", "It was a mass atrocity.")),
    ("atrocities", None, "atrocities", ("These atrocities show it once more.", "They committed unspeakable atrocities.", "It was an atrocity.")),
    ("crimes under international law", None, "crimes under international law", (
        "These are crimes under international law.", "It is an international crime.", "Many of them likely constitute crimes under international law.")),
    ("violation of international law", None, "violations of international law", (
        "They described a flagrant violation of international law.", "The strike violated international humanitarian law.", "The group lists human rights abuses.")),
    ("massacre", None, "", ("The witness called it a massacre.", "What happened was a massacre.", "He described the raid as a massacre.")),
    ("slaughter", None, "", ("A worker described the scene as “orchestrated slaughter”.", "It was pure slaughter.", "She called it a bloodbath.")),
    ("pogrom", None, "", ("It was a pogrom.", "The paper called the night a pogrom.", "He described the riots as pogroms.")),
    ("crime", None, "", ("It was a heinous crime.", "The council called it a cowardly act.", "This was a barbaric act.")),
]
