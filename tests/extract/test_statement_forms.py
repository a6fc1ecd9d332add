"""The forms in which somebody says, thinks, wants, knows, asks or judges: a table by form. All names are made up.

Each row: text, then for each statement its last speaker, cue, words, stance and hedge.
"""

from __future__ import annotations

import pytest
from tests.extract.test_statements import page_of

from bearwitness.extract.assemble import chain_of
from bearwitness.extract.statements import find_statements

FORMS = {
    "a noun": [
        ("Belov's claim that the vote was rigged is false.", [("Belov", "claim", "the vote was rigged", "asserts", "none")]),
        ("The minister's promise to end the war was welcomed.", [("The minister", "promise", "to end the war", "promises", "future")]),
        ("There is growing concern that the dam will fail.", [(None, "concern", "the dam will fail", "predicts", "future")]),
        ("Belov made the argument that the tax helps workers.", [("Belov", "made the argument", "the tax helps workers", "asserts", "none")]),
        ("Oxendine's own view is that nobody noticed it.", [("Oxendine", "view", "nobody noticed it", "asserts", "negated")]),
        ("The president's hope that the talks would resume was dashed.", [("The president", "hope", "the talks would resume", "asserts", "future")]),
        ("There were reports that the dam had failed.", [(None, "reports", "the dam had failed", "asserts", "reported")]),
        ("There is a belief among voters that the count was wrong.", [("voters", "belief", "the count was wrong", "asserts", "none")]),
        ("Her support for the bill cost her votes.", [("Her", "support", "the bill", "asserts", "none")]),
        ("His decision to resign shocked the party.", [("His", "decision", "to resign", "asserts", "future")]),
        ("The union's demand for higher pay was rejected.", [("The union", "demand", "higher pay", "demands", "none")]),
        ("Belov has no plans to resign.", [("Belov", "has no plans", "to resign", "disputes", "negated")]),
        ("Belov has plans to resign.", [("Belov", "has plans", "to resign", "asserts", "future")]),
    ],
    "a verb of asking": [
        ("Belov asked whether the soldiers had orders.", [("Belov", "asked", "whether the soldiers had orders", "asserts", "hypothetical")]),
        ("Belov asked her for help.", [("Belov", "asked", "help", "demands", "none")]),
        ("Asked if he would resign, Belov said: \"No.\"", [
            (None, "Asked", "if he would resign", "asserts", "hypothetical"),
            ("Belov", "said", "\"No.\"", "asserts", "none"),
        ]),
        ("When asked whether she trusted him, Ruskin laughed.", [(None, "asked", "whether she trusted him", "asserts", "hypothetical")]),
        ("\"How could they?\" she asked.", [("she", "asked", "\"How could they?\"", "asserts", "hypothetical")]),
        ("She asked why nobody had come.", [("She", "asked", "why nobody had come", "asserts", "negated")]),
        ("Belov questioned the count.", [("Belov", "questioned", "the count", "disputes", "none")]),
        ("Belov questioned whether the count was right.", [("Belov", "questioned", "whether the count was right", "disputes", "hypothetical")]),
    ],
    "a verb of belief": [
        ("Senator Lena Ruskin believes the budget will pass.", [("Lena Ruskin", "believes", "the budget will pass", "asserts", "future")]),
        ("Most voters think the economy is weak.", [("Most voters", "think", "the economy is weak", "asserts", "none")]),
        ("The campaign hopes to win in Ohio.", [("The campaign", "hopes", "to win in Ohio", "asserts", "none")]),
        ("He doubts that the plan will work.", [("He", "doubts", "the plan will work", "disputes", "future")]),
        ("He does not believe that the plan will work.", [("He", "believe", "the plan will work", "disputes", "negated")]),
        ("The bill is expected to pass the Senate next week.", [
            (None, "is expected", "The bill | to pass the Senate next week", "predicts", "future"),
        ]),
        ("The gunman is believed to have fled the country.", [(None, "is believed", "The gunman | to have fled the country", "asserts", "likely")]),
        ("The senator considers the policy a mistake.", [("The senator", "considers", "the policy a mistake", "asserts", "none")]),
        ("Voters view him as dishonest.", [("Voters", "view", "him as dishonest", "asserts", "none")]),
        ("Some analysts worry that the war will spread.", [("Some analysts", "worry", "the war will spread", "predicts", "future")]),
        ("Belov is considering running for governor.", [("Belov", "considering", "running for governor", "asserts", "none")]),
        ("He prefers to work alone.", [("He", "prefers", "to work alone", "asserts", "none")]),
        ("Her supporters love her plan.", [("Her supporters", "love", "her plan", "asserts", "none")]),
        ("Police believe that the same men carried out both attacks.", [
            ("Police", "believe", "the same men carried out both attacks", "asserts", "none"),
        ]),
        ("Investigators concluded that the fire was set on purpose.", [
            ("Investigators", "concluded", "the fire was set on purpose", "asserts", "none"),
        ]),
        ("Scientists estimate that 300 birds died.", [("Scientists", "estimate", "300 birds died", "asserts", "none")]),
        ("The UN estimates the number of displaced at 40,000.", [("UN", "estimates", "the number of displaced at 40,000", "asserts", "none")]),
        ("Belov seems to think that he will win.", [("Belov", "think", "he will win", "asserts", "future")]),
        ("They fear being arrested.", [("They", "fear", "being arrested", "predicts", "none")]),
        ("They fear for their lives.", [("They", "fear for", "their lives", "predicts", "none")]),
        ("Bell thinks this year may be different: the governor is unpopular.", [
            ("Bell", "thinks", "this year may be different: the governor is unpopular", "asserts", "hypothetical"),
        ]),
        ("Belov believes in free trade.", [("Belov", "believes in", "free trade", "asserts", "none")]),
        ("The attack is feared to have killed dozens.", [(None, "is feared", "The attack | to have killed dozens", "predicts", "likely")]),
        ("The rebels are thought to hold 40 hostages.", [(None, "are thought", "The rebels | to hold 40 hostages", "asserts", "likely")]),
        ("The law is widely regarded as a failure.", [(None, "is widely regarded", "The law | as a failure", "asserts", "likely")]),
    ],
    "a verb of demand": [
        ("The president called the raid a success.", [("The president", "called", "the raid a success", "asserts", "none")]),
        ("The letter, signed by 40 doctors, calls for an inquiry.", [("The letter", "calls for", "an inquiry", "demands", "none")]),
        ("The ministry reportedly ordered the evacuation.", [("The ministry", "ordered", "the evacuation", "demands", "reported")]),
        ("Ruskin called Belov \"a liar\" and \"a coward.\"", [("Ruskin", "called", "Belov \"a liar\" and \"a coward.\"", "asserts", "none")]),
        ("The department encouraged anyone with information to call its hotline.", [
            ("The department", "encouraged", "to call its hotline", "demands", "none"),
        ]),
        ("The commander ordered his men to hold fire.", [("The commander", "ordered", "to hold fire", "demands", "none")]),
        ("The general ordered an end to the shelling.", [("The general", "ordered", "an end to the shelling", "demands", "none")]),
        ("The committee recommended that the dam be closed.", [("The committee", "recommended", "the dam be closed", "demands", "none")]),
        ("The committee recommends closing the dam.", [("The committee", "recommends", "closing the dam", "demands", "none")]),
        ("The union pushed for higher pay.", [("The union", "pushed for", "higher pay", "demands", "none")]),
        ("The union lobbied against the bill.", [("The union", "lobbied against", "the bill", "demands", "none")]),
        ("The envoy advised against travel.", [("The envoy", "advised against", "travel", "demands", "none")]),
        ("The letter urges the court to act.", [("The letter", "urges", "to act", "demands", "none")]),
    ],
    "a verb of intention": [
        ("Belov wants Congress to raise taxes.", [("Belov", "wants", "Congress to raise taxes", "asserts", "future")]),
        ("Belov wants a deal with the unions.", [("Belov", "wants", "a deal with the unions", "asserts", "future")]),
        ("Belov plans to visit the border on Friday.", [("Belov", "plans", "to visit the border on Friday", "asserts", "future")]),
        ("The group decided to boycott the vote.", [("The group", "decided", "to boycott the vote", "asserts", "future")]),
        ("He would like to see more troops.", [("He", "like", "to see more troops", "asserts", "future")]),
        ("The district attorney has not decided what to do; his office said trespass was the likeliest outcome.", [
            ("The district attorney", "decided", "what to do", "disputes", "negated"),
            ("his office", "said", "trespass was the likeliest outcome", "asserts", "none"),
        ]),
        ("Some members want to take the weapon away.", [("Some members", "want", "to take the weapon away", "asserts", "future")]),
        ("The bishop prayed for peace.", [("The bishop", "prayed for", "peace", "asserts", "future")]),
        ("The city wants to build a bridge.", [("The city", "wants", "to build a bridge", "asserts", "future")]),
        ("Belov would like a recount.", [("Belov", "like", "a recount", "asserts", "future")]),
    ],
    "a verb of judgement": [
        ("Ruskin supports the bill.", [("Ruskin", "supports", "the bill", "asserts", "none")]),
        ("Ruskin opposes raising the minimum wage.", [("Ruskin", "opposes", "raising the minimum wage", "disputes", "none")]),
        ("Ruskin accused Belov of lying to voters.", [("Ruskin", "accused", "Belov of lying to voters", "accuses", "none")]),
        ("Ruskin criticized Belov for failing to disclose his taxes.", [
            ("Ruskin", "criticized", "failing to disclose his taxes", "condemns", "none"),
        ]),
        ("He blasted the deal as \"a disgrace.\"", [("He", "blasted", "the deal as \"a disgrace.\"", "condemns", "none")]),
        ("She praised the medics as heroes.", [("She", "praised", "the medics as heroes", "asserts", "none")]),
        ("Belov slammed the decision: \"It is a betrayal.\"", [("Belov", "slammed", "\"It is a betrayal.\"", "condemns", "none")]),
        ("In an interview with the Lantern, Ruskin described the raid as reckless.", [
            ("Ruskin", "described", "the raid as reckless", "asserts", "none"),
        ]),
        ("Residents complained of a lack of water.", [("Residents", "complained of", "a lack of water", "condemns", "none")]),
        ("Belov appeared to blame the army for the delay.", [("Belov", "blame", "the army for the delay", "accuses", "none")]),
        ("Critics likened the camp to a prison.", [("Critics", "likened", "the camp to a prison", "asserts", "none")]),
        ("Belov compared the tax to theft.", [("Belov", "compared", "the tax to theft", "asserts", "none")]),
        ("The mayor lashed out: \"Enough is enough.\"", [("The mayor", "lashed", "\"Enough is enough.\"", "condemns", "none")]),
        ("Most residents support the ceasefire.", [("Most residents", "support", "the ceasefire", "asserts", "none")]),
        ("The rebels oppose the deal.", [("The rebels", "oppose", "the deal", "disputes", "none")]),
        ("The party backs the treaty.", [("The party", "backs", "the treaty", "asserts", "none")]),
    ],
    "a verb of knowledge": [
        ("She knows that the vote is lost.", [("She", "knows", "the vote is lost", "asserts", "none")]),
        ("The strike was seen as a warning to the rebels.", [(None, "was seen", "The strike | as a warning to the rebels", "asserts", "none")]),
        ("Witnesses saw that the gate was open.", [("Witnesses", "saw", "the gate was open", "asserts", "none")]),
        ("He learned that his house had burned down.", [("He", "learned", "his house had burned down", "asserts", "none")]),
        ("He realized that nobody was coming.", [("He", "realized", "nobody was coming", "asserts", "negated")]),
        ("Rebels discovered that the bridge was mined.", [("Rebels", "discovered", "the bridge was mined", "asserts", "none")]),
        ("The family heard that he was alive.", [("The family", "heard", "he was alive", "asserts", "none")]),
        ("He forgot that it was Sunday.", [("He", "forgot", "it was Sunday", "asserts", "none")]),
        ("Belov is seen as a moderate.", [(None, "is seen", "Belov | as a moderate", "asserts", "none")]),
    ],
    "a verb of promise": [
        ("Belov refused to apologize.", [("Belov", "refused", "to apologize", "denies", "none")]),
        ("Belov agreed with the judge that the evidence was thin.", [("Belov", "agreed", "the evidence was thin", "asserts", "none")]),
        ("The army vowed to retaliate, and the rebels warned of a long war.", [
            ("The army", "vowed", "to retaliate", "threatens", "future"),
            ("the rebels", "warned of", "a long war", "predicts", "none"),
        ]),
        ("The coalition agreed to halt the strikes.", [("The coalition", "agreed", "to halt the strikes", "promises", "future")]),
        ("The rebels threatened to blow up the dam.", [("The rebels", "threatened", "to blow up the dam", "threatens", "future")]),
        ("The leader promised Dunning a vote by June.", [("The leader", "promised", "a vote", "promises", "future")]),
        ("Holub threatened to resign unless parliament drops the tax.", [
            ("Holub", "threatened", "to resign unless parliament drops the tax", "threatens", "future"),
        ]),
        ("The army refused to say who gave the order.", [("The army", "refused", "to say who gave the order", "denies", "none")]),
    ],
    "a verb of showing": [
        ("A new poll found that 40 percent of voters support the plan.", [
            ("A new poll", "found", "40 percent of voters support the plan", "asserts", "none"),
        ]),
        ("Documents obtained by the Lantern show that the company knew about the leak.", [
            ("Documents", "show", "the company knew about the leak", "asserts", "none"),
        ]),
        ("The email suggests that aides were told to delete the files.", [
            ("The email", "suggests", "aides were told to delete the files", "asserts", "none"),
            (None, "told", "to delete the files", "demands", "none"),
        ]),
        ("As Ruskin put it, the party has lost its way.", [("Ruskin", "put", "the party has lost its way", "asserts", "none")]),
        ("The judge ruled that the arrest was illegal.", [("The judge", "ruled", "the arrest was illegal", "asserts", "none")]),
        ("The court found that the police had acted lawfully.", [("The court", "found", "the police had acted lawfully", "asserts", "none")]),
        ("The polls suggest a tight race.", [("The polls", "suggest", "a tight race", "asserts", "none")]),
        ("The data suggest that turnout fell.", [("The data", "suggest", "turnout fell", "asserts", "none")]),
        ("The video appears to show soldiers firing on a crowd.", [("The video", "show", "soldiers firing on a crowd", "asserts", "none")]),
        ("The video shows soldiers firing on a crowd.", [("The video", "shows", "soldiers firing on a crowd", "asserts", "none")]),
        ("A watchdog report put the delay at 19 months.", [("A watchdog report", "put", "the delay at 19 months", "asserts", "none")]),
        ("The photo shows a man lying in the road.", [("The photo", "shows", "a man lying in the road", "asserts", "none")]),
        ("The results show that Ruskin won.", [("The results", "show", "Ruskin won", "asserts", "none")]),
    ],
    "a verb of speech": [
        ("He is said to be ill.", [(None, "is said", "He | to be ill", "asserts", "reported")]),
        ("The army rejected the claim by rebels that it had shelled the market.", [
            ("The army", "rejected", "the claim by rebels that it had shelled the market", "denies", "none"),
        ]),
        ("The paper quoted Tolan as saying that the bridge was mined.", [("Tolan", "saying", "the bridge was mined", "asserts", "none")]),
        ("Tolan told supporters to stay home.", [("Tolan", "told", "to stay home", "demands", "none")]),
        ("Tolan told reporters that she would not resign.", [("Tolan", "told", "she would not resign", "asserts", "negated")]),
        ("She argued for a ceasefire and against new sanctions.", [("She", "argued for", "a ceasefire", "asserts", "none")]),
        ("Critics say the law is unfair, but supporters argue it saves lives.", [
            ("Critics", "say", "the law is unfair", "asserts", "none"),
            ("supporters", "argue", "it saves lives", "asserts", "none"),
        ]),
        ("\"I think we are going to win,\" Belov told a crowd in Ohio.", [
            ("Belov", "told", "\"I think we are going to win,\"", "asserts", "none"),
            ("Belov", "think", "we are going to win", "asserts", "none"),
        ]),
        ("He said he thinks she lied.", [("He", "said", "he thinks she lied", "asserts", "none"), ("he", "thinks", "she lied", "asserts", "none")]),
        ("Belov tweeted: \"We will be back.\"", [("Belov", "tweeted", "\"We will be back.\"", "predicts", "future")]),
        ("Ruskin said, \"It is over. We lost.\"", [("Ruskin", "said", "\"It is over. We lost.\"", "asserts", "none")]),
        ("\"It is over,\" Ruskin said. \"We lost.\"", [("Ruskin", "said", "\"It is over,\" | \"We lost.\"", "asserts", "none")]),
        ("\"It is over,\" said Ruskin, adding that the party must change.", [
            ("Ruskin", "said", "\"It is over,\"", "asserts", "none"),
            ("Ruskin", "adding", "the party must change", "demands", "none"),
        ]),
        ("Belov, who has said he hates war, voted for the bill.", [
            ("Belov", "said", "he hates war", "asserts", "none"),
            ("he", "hates", "war", "asserts", "none"),
        ]),
        ("The Tarim Monitor, citing hospital sources, reported that 12 people died.", [
            ("hospital sources", "reported", "12 people died", "asserts", "none"),
        ]),
        ("The rebels insisted on a ceasefire.", [("The rebels", "insisted on", "a ceasefire", "asserts", "none")]),
        ("Belov has expressed doubts about the deal.", [("Belov", "expressed doubts", "", "disputes", "none")]),
        ("His lawyer said in a statement that the charges were baseless.", [("His lawyer", "said", "the charges were baseless", "asserts", "none")]),
        ("The paper quoted Belov as saying that the bridge was mined.", [("Belov", "saying", "the bridge was mined", "asserts", "none")]),
        ("\"The bridge was mined,\" the paper quoted Belov as saying.", [("Belov", "saying", "\"The bridge was mined,\"", "asserts", "none")]),
        ("Belov was quoted by the paper as saying that the bridge was mined.", [("Belov", "saying", "the bridge was mined", "asserts", "none")]),
        ("The idea that the army would fire on the crowd is absurd, Belov said.", [
            ("Belov", "said", "The idea that the army would fire on the crowd is absurd", "asserts", "none"),
        ]),
        ("The report, released on Monday, says the police failed to act.", [("The report", "says", "the police failed to act", "asserts", "none")]),
        ("Police say Maren Holt shot two men outside a bar.", [("Police", "say", "Maren Holt shot two men outside a bar", "asserts", "none")]),
        ("The witness testified that she saw Holt carrying a gun.", [("The witness", "testified", "she saw Holt carrying a gun", "asserts", "none")]),
        ("\"The election,\" Ruskin said, \"was stolen.\"", [("Ruskin", "said", "\"The election,\" | \"was stolen.\"", "asserts", "none")]),
        ("Ruskin pointed out that the law had expired.", [("Ruskin", "pointed", "the law had expired", "asserts", "none")]),
        ("Belov warned against a rush to war.", [("Belov", "warned against", "a rush to war", "predicts", "none")]),
        ("Belov spoke of a new era.", [("Belov", "spoke of", "a new era", "asserts", "none")]),
        ("Ruskin hinted at a run for president.", [("Ruskin", "hinted at", "a run for president", "asserts", "none")]),
        ("The company said Monday it would appeal.", [("The company", "said", "it would appeal", "asserts", "future")]),
        ("The company said on Monday that it would appeal.", [("The company", "said", "it would appeal", "asserts", "future")]),
        ("In a statement, the company said: \"We will appeal.\"", [("the company", "said", "\"We will appeal.\"", "promises", "future")]),
        ("Ruskin has long argued that prisons do not work.", [("Ruskin", "argued", "prisons do not work", "asserts", "negated")]),
        ("I believe him, she said.", [("she", "said", "I believe him", "asserts", "none")]),
        ("\"I believe him,\" she said.", [("she", "said", "\"I believe him,\"", "asserts", "none")]),
        ("Belov likes to say that he built the party.", [("Belov", "say", "he built the party", "asserts", "none")]),
        ("Belov said that while he supports the bill, he wants changes.", [
            ("Belov", "said", "while he supports the bill, he wants changes", "asserts", "none"),
            ("he", "supports", "the bill", "asserts", "none"),
            ("he", "wants", "changes", "asserts", "future"),
        ]),
        ("The government denied that its troops had fired.", [("The government", "denied", "its troops had fired", "denies", "none")]),
        ("The government denied firing on the crowd.", [("The government", "denied", "firing on the crowd", "denies", "none")]),
        ("The government neither confirmed nor denied the report.", [("The government", "denied", "the report", "disputes", "none")]),
        ("The deal, he said, was dead.", [("he", "said", "The deal | was dead", "asserts", "none")]),
        ("The deal was dead, he said, and nobody would revive it.", [
            ("he", "said", "The deal was dead | and nobody would revive it", "asserts", "none"),
        ]),
        ("\"He lied,\" says Ruskin's aide Ida Malk, who worked on the campaign. \"He lied to all of us.\"", [
            ("Ida Malk", "says", "\"He lied,\" | \"He lied to all of us.\"", "asserts", "none"),
        ]),
        ("“We can win this,” he said, “if everybody votes.”", [
            ("he", "said", "“We can win this,” | “if everybody votes.”", "asserts", "hypothetical"),
        ]),
        ("Belov apologized for the remarks.", [("Belov", "apologized for", "the remarks", "retracts", "none")]),
        ("Belov's campaign said it had raised $5 million.", [("Belov's campaign", "said", "it had raised $5 million", "asserts", "none")]),
        ("Belov's campaign manager, Ida Malk, said it had raised $5 million.", [("Ida Malk", "said", "it had raised $5 million", "asserts", "none")]),
        ("Ruskin leads in Ohio, poll says", [("poll", "says", "Ruskin leads in Ohio", "asserts", "none")]),
        ("Belov said he would:\n— cut taxes\n— build a road", [("Belov", "said", "he would | — cut taxes | — build a road", "asserts", "none")]),
        ("The ministry said the following: “All is calm.”", [("The ministry", "said", "“All is calm.”", "asserts", "none")]),
        ("Belov wrote on his blog that the vote was \"a farce\" and that he would appeal.", [
            ("Belov", "wrote", "the vote was \"a farce\" and that he would appeal", "asserts", "none"),
        ]),
        ("Ruskin, he said, was \"a liar.\"", [("he", "said", "Ruskin | was \"a liar.\"", "asserts", "none")]),
        ("“We are ready,” Colonel Sami Darro, the commander of the brigade, told the Lantern by phone.", [
            ("Sami Darro", "told", "“We are ready,”", "asserts", "none"),
        ]),
        ("“We are ready,” said a man who gave his name as Abu Omar.", [("a man", "said", "“We are ready,”", "asserts", "none")]),
        ("“We are ready,” said the commander, who spoke on condition of anonymity because he was not allowed to talk to the press.", [
            ("the commander", "said", "“We are ready,”", "asserts", "none"),
        ]),
        ("«We are ready for peace», said Darro.", [("Darro", "said", "«We are ready for peace»", "asserts", "none")]),
        ("„We are ready for peace“, said Darro.", [("Darro", "said", "„We are ready for peace“", "asserts", "none")]),
        ("'We are ready for peace,' said Darro.", [("Darro", "said", "'We are ready for peace,'", "asserts", "none")]),
        ("‘We are ready for peace,’ said Darro.", [("Darro", "said", "‘We are ready for peace,’", "asserts", "none")]),
        ("“He told me, ‘Run for your life,’ and I ran,” said Mira Tolan.", [
            ("Mira Tolan", "said", "“He told me, ‘Run for your life,’ and I ran,”", "asserts", "none"),
        ]),
        ("Mira Tolan said: “They came at night.\n“They took my brother.\n“Nobody saw him again.”", [
            ("Mira Tolan", "said", "“They came at night. | “They took my brother. | “Nobody saw him again.”", "asserts", "none"),
        ]),
        ("“They came at night,” Mira Tolan said.\n“They took my brother.”\n“Nobody saw him again.”", [
            ("Mira Tolan", "said", "“They came at night,” | “They took my brother.” | “Nobody saw him again.”", "asserts", "none"),
        ]),
        ("Mira Tolan said: “They came at night", [("Mira Tolan", "said", "“They came at night", "asserts", "none")]),
        ("Soldiers fired first, witnesses said, before setting fire to the houses.", [
            ("witnesses", "said", "Soldiers fired first | before setting fire to the houses", "asserts", "none"),
        ]),
        ("Soldiers fired first, witnesses said, and then set fire to the houses, killing dozens.", [
            ("witnesses", "said", "Soldiers fired first | and then set fire to the houses, killing dozens", "asserts", "none"),
        ]),
        ("When soldiers fired, witnesses said, the crowd fled.", [("witnesses", "said", "When soldiers fired | the crowd fled", "asserts", "none")]),
        ("Witnesses and officials said soldiers fired first.", [("Witnesses", "said", "soldiers fired first", "asserts", "none")]),
        ("Both the army and the rebels said they had won.", [("the army", "said", "they had won", "asserts", "none")]),
        ("The ministry confirmed the death of the boy was due to bird flu.", [
            ("The ministry", "confirmed", "the death of the boy was due to bird flu", "confirms", "none"),
        ]),
        ("She told faculty members in an email that the road was closed.", [("She", "told", "the road was closed", "asserts", "none")]),
        ("The plan is to leave by Friday, the captain said.", [("the captain", "said", "The plan is to leave by Friday", "asserts", "none")]),
        ("Historians disagree about when the line began to matter.", [
            ("Historians", "disagree about", "when the line began to matter", "disputes", "none"),
        ]),
        ("“I believe he lied,” Ruskin said.", [
            ("Ruskin", "said", "“I believe he lied,”", "asserts", "none"),
            ("Ruskin", "believe", "he lied", "asserts", "none"),
        ]),
        ("“We want people to know what happened,” said Darro.", [
            ("Darro", "said", "“We want people to know what happened,”", "asserts", "none"),
            ("Darro", "want", "people to know what happened", "asserts", "future"),
        ]),
        ("Ruskin referred to the raid as a mistake.", [("Ruskin", "referred to", "the raid as a mistake", "asserts", "none")]),
        ("The coach admitted to lying.", [("The coach", "admitted to", "lying", "confirms", "none")]),
        ("Belov confessed that he had lied.", [("Belov", "confessed", "he had lied", "confirms", "none")]),
        ("The mayor boasted of a record harvest.", [("The mayor", "boasted of", "a record harvest", "asserts", "alleged")]),
        ("The senator spoke out against the war.", [("The senator", "spoke", "the war", "asserts", "none")]),
        ("The soldiers were told to shoot.", [(None, "told", "to shoot", "demands", "none")]),
        ("The soldiers were told that the war was over.", [(None, "told", "the war was over", "asserts", "none")]),
        ("Residents were warned not to return.", [(None, "warned", "not to return", "demands", "none")]),
        ("The memo warned that the levee could break.", [("The memo", "warned", "the levee could break", "predicts", "hypothetical")]),
        ("A sign on the door read, \"Closed until Monday.\"", [("A sign on the door", "read", "\"Closed until Monday.\"", "asserts", "none")]),
        ("The headline read: \"War is over.\"", [("The headline", "read", "\"War is over.\"", "asserts", "none")]),
        ("The army issued a warning that the road was mined.", [("The army", "issued a warning", "the road was mined", "predicts", "none")]),
        ("The army issued a denial.", [("The army", "issued a denial", "", "denies", "none")]),
        ("The ministry expressed regret.", [("The ministry", "expressed regret", "", "condemns", "none")]),
        ("The ministry expressed hope that the talks would resume.", [
            ("The ministry", "expressed hope", "the talks would resume", "asserts", "future"),
        ]),
        ("The ministry voiced concern over the arrests.", [("The ministry", "voiced concern", "", "condemns", "none")]),
    ],
    "according to": [
        ("According to a senior official who spoke on condition of anonymity, the talks collapsed.", [
            ("a senior official", "According to", "the talks collapsed", "asserts", "none"),
        ]),
        ("The deal is dead, according to officials familiar with the matter, who were not authorized to speak.", [
            ("officials familiar with the matter", "according to", "The deal is dead", "asserts", "none"),
        ]),
        ("The raid killed 12, according to the Tarim Monitor and the ministry.", [
            ("Tarim Monitor", "according to", "The raid killed 12", "asserts", "none"),
        ]),
        ("According to witnesses' accounts, soldiers fired first.", [("witnesses", "According to", "soldiers fired first", "asserts", "none")]),
    ],
    "an adjective": [
        ("Tolan is confident that she will win.", [("Tolan", "is confident", "she will win", "asserts", "future")]),
        ("Tolan was adamant that no deal existed.", [("Tolan", "was adamant", "no deal existed", "asserts", "none")]),
        ("Tolan seems worried about the polls.", [("Tolan", "seems worried", "the polls", "predicts", "none")]),
        ("They are afraid of losing their homes.", [("They", "are afraid", "losing their homes", "predicts", "none")]),
        ("The ministry is aware of the reports.", [("The ministry", "is aware", "the reports", "asserts", "none")]),
        ("Belov is proud of his record.", [("Belov", "is proud", "his record", "asserts", "none")]),
        ("Belov was surprised that she won.", [("Belov", "was surprised", "she won", "asserts", "none")]),
        ("Belov is not sure that she won.", [("Belov", "is not sure", "she won", "disputes", "negated")]),
        ("Belov is open to a deal.", [("Belov", "is open", "a deal", "asserts", "future")]),
        ("The rebels are willing to talk.", [("The rebels", "are willing", "to talk", "asserts", "future")]),
        ("The rebels remain committed to the truce.", [("The rebels", "remain committed", "the truce", "asserts", "none")]),
    ],
    "in the view of": [
        ("In Belov's view, the deal is a disaster.", [("Belov", "In Belov's view", "the deal is a disaster", "asserts", "none")]),
        ("In the words of one diplomat, the talks are dead.", [("one diplomat", "In the words", "the talks are dead", "asserts", "none")]),
    ],
    "labels and turns": [
        ("TOLAN: I never said that.\nHOST: You did.\nTOLAN: No.", [
            ("TOLAN", None, "I never said that.", "asserts", "none"),
            ("HOST", None, "You did.", "asserts", "none"),
            ("TOLAN", None, "No.", "asserts", "none"),
        ]),
        ("QUESTION: There are reports of fighting. Can you confirm?\nMR. BELOV: We have seen the reports. We cannot confirm them.", [
            ("QUESTION", None, "There are reports of fighting. Can you confirm?", "asserts", "none"),
            (None, "reports of", "fighting", "asserts", "reported"),
            ("MR. BELOV", None, "We have seen the reports. We cannot confirm them.", "asserts", "none"),
        ]),
        ("Belov: 'We will not surrender'", [("Belov", None, "'We will not surrender'", "asserts", "none")]),
        ("Police: Man shot two in bar", [("Police", None, "Man shot two in bar", "asserts", "none")]),
        ("Officials: Dam could fail", [("Officials", None, "Dam could fail", "asserts", "none")]),
    ],
    "made clear": [
        ("Belov made clear that he would not step down.", [("Belov", "made clear", "he would not step down", "asserts", "negated")]),
        ("The general made it clear that the camp would be hit.", [("The general", "made it clear", "the camp would be hit", "asserts", "future")]),
    ],
    "nobody says anything": [
        ("It remains unclear who ordered the strike.", []),
        ("It was unclear whether the ministry knew of the plan.", []),
        ("Ruskin thanked the medics for their courage.", []),
        ("Nobody knows who fired first.", []),
        ("We learned that the road was closed.", []),
        ("Ida Malk, a spokeswoman for the ministry, would not say who gave the order.", []),
        ("The ministry did not say who gave the order.", []),
        ("The ministry never said that.", []),
        ("The army may say that it won.", []),
        ("If the army says that it won, nobody will believe it.", []),
        ("To say that the army won is wrong.", []),
        ("Belov failed to mention the tax.", []),
        ("The photo shows a man.", []),
        ("The storm threatens to flood the valley.", []),
        ("The delay suggests a lack of money.", []),
        ("The move signals that the talks are over.", []),
        ("It is clear that the army won.", []),
        ("It is possible that the army won.", []),
        ("I am sure that the army won.", []),
    ],
}
ROWS = [(why, text, expected) for why, rows in FORMS.items() for text, expected in rows]


@pytest.mark.parametrize(("why", "text", "expected"), ROWS, ids=[f"{why}: {text[:50]}" for why, text, _ in ROWS])
def test_form(why, text, expected):
    found = []
    for s in find_statements(page_of(text)):
        chain = chain_of(s)
        found.append((chain[-1].name if chain else None, s.cue.exact if s.cue else None, " | ".join(p.exact for p in s.content), s.stance, s.hedge))
    assert found == expected, why
