"""Whether a given name is usually a man's or a woman's: common ones only, hand-written, none that both bear."""

from __future__ import annotations

from onrecord.reading.offices import fold

_MEN = """
aaron abdel abdul abdullah adam adrian ahmad ahmed alan albert aleksandr alexander alexei alexey alfred ali
allan allen andrei andrew andrey andriy angus antonio antony anthony anton antonis arnold arthur asif ayman
barack barry bashar benjamin benny ben bernard bernie bill bob boris brad brandon brendan brett brian bruce
bryan carl carlos chad charles chris christian christopher chuck claudio cliff clive colin craig curtis cyril
dan daniel darren dave david dean denis dennis derek dick diego dieter dimitri dmitri dmitry dmytro dominic
donald doug douglas duncan dwight earl ebrahim eddie edgar eduardo edward edwin ehud emmanuel enrique eric erik
ernest ethan eugene evan evgeny fernando francis francisco francois frank frans fred frederick fyodor gary gavin
gene geoff geoffrey george georgios gerald gerard gerhard gianni giorgio giovanni giuseppe glenn gordon graham
grant greg gregory guido guillermo gustavo guy hamid hank hans harold harry hashim hassan heiko heinrich helmut
henri henry herbert herman hosni howard hugh hugo hussein ian ibrahim igor isaac ismail ivan jack jacob jacques
jair jake jakob james jan jared jason javier jay jeb jeff jeffrey jens jeremy jerome jerry jesus jim jimmy
joachim joao joe joel joerg johan johannes john johnny jonathan jorge jose josef joseph josh joshua juan juergen
julian justin karim karl keith ken kenneth kevin khalid konstantin kurt kyle lance larry lars laurent lawrence
lech len leo leon leonard leonid liam lloyd louis lucas luigi luis luiz lukas mahmoud manuel marc marcel
marco marcus mario mark marlon martin marvin mateusz matt matteo matthew maurice max maxim michael michel miguel
mike mikhail mitch mitt mohamed mohammad mohammed moshe muhammad muhammadu mustafa narendra nathan neil nelson
nicholas nick nicolas nigel nikola nikolai nikos noah norman oleg oleksandr oleksiy oleksii oliver omar oscar
otto pablo patrick paul pavel pedro pete peter phil philip philippe pierre piotr rafael ralph ramzan randall
randy raul ray raymond recep reginald reinhard rene ricardo richard rick rob robert roberto rod rodrigo roger
roland ron ronald ross roy rudolf rudy russell ryan salvador sam samuel sanjay scott sean sebastian serge sergei
sergey sergio seth shane shaun shinzo silvio simon stan stanley stefan stephen steve steven stuart sven tariq
ted theodore thierry thomas tim timothy toby todd tom tommy tony travis trevor uri valery vaclav vadim
vasily viktor victor vincent vitali vitaly vladimir volodymyr walter warren wayne wilhelm will william wolfgang
xavier yair yevgeny yitzhak yoav yuri yuriy yury yusuf zbigniew
"""
_WOMEN = """
abigail adriana agnes aisha alexandra alexandria alice alicia alison allison amanda amber amelia amy ana andrea
angela anita ann anna annalena anne annegret annette annie antonia april arlene audrey barbara beatrice becky
bernadette beth betsy betty beverly bonnie brenda bridget brigitte camilla carla carly carmen carol carole
caroline carolyn carrie catalina catherine cathy cecilia charlotte cheryl chloe christina christine cindy claire
clara claudia condoleezza connie constance cora cristina cynthia daniela deborah debbie deirdre denise diana
diane dilma dolores donna dora doris dorothy ebony edith eileen ekaterina elaine eleanor elena elisabeth elise
elizabeth ella ellen elsa emily emma erica erin esther eva evelyn fatima fatou federica fiona florence frances
gabriela gail georgia geraldine giorgia gina gladys gloria grace greta hannah harriet heather heidi helen helena
helene helga hillary hilary huma ingrid irene irina iris isabel isabella jacinda jacqueline jane janet
janice jeanne jennifer jenny jessica jill joan joanna josephine joyce judith judy julia julie kaja kamala
karen kate katherine kathleen kathryn kathy katie katrina kellyanne kimberly kirsten kristalina kristen kristina
kyrsten laura lauren leila leslie letitia lidia lily linda lisa liz lois loretta louise lucy lydia lyudmila
madeleine maggie margaret margot maria mariana marie marina marine marissa marjorie marta martha mary
maureen megan meghan melania melanie melinda melissa mercedes mia michelle mildred minnie miriam moira
molly monica morgan nadia nadine nancy naomi natalia natalie natasha nicole nikki nina nora norma olga
olivia oksana oona pamela patricia patty paula pauline penny phyllis priti rachel rebecca renee rhonda rita
roberta rosa rose rosemary roxana ruth sabrina sally samantha sandra sanna sara sarah selena sharon sheila
shelley shirley sofia sonia sonja sophia sophie stacey stella stephanie sue susan susana suzanne svetlana sylvia
tamara tammy tanya tatiana teresa theresa tiffany tina tracy tulsi ursula valentina valerie vanessa vera
veronica victoria viola virginia wendy yulia yvette yvonne zoe
"""
_GENDERS = dict.fromkeys(_MEN.split(), "m") | dict.fromkeys(_WOMEN.split(), "f")


def gender_of_given(word: str) -> str | None:
    """Return ``m`` or ``f`` for a given name that is usually a man's or a woman's, else ``None``."""
    return _GENDERS.get(fold(word).split("-")[0])
