zczc
AN# NBX2016060600420
PD# 06 June 2016 14:20:00
CO# Derwent Rope Ltd
SO# News Bites
TI#
Derwent Rope sells its oldest shed
TX#
The rope works sold a shed built in 1871 to its neighbour.

It will become a theatre.
nnnn
zczc
AN# NBX2016060600421
PD# 36 June 2016
SO# News Bites
TI# Huon Pine posts a loss
TX# Huon Pine lost a tenth of its sales in May.

It gave no reason.
nnnn
zczc
AN# NBX2016060600422
PD# 07 June 2016 09:05:00
SO# News Bites
BY# Ruth Adeyemi
TI# Storm closes Huon mills
TX# A storm closed two mills on Tuesday.
