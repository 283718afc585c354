zczc
AN# NBX2016060600417
KN# 417
PD# 06 June 2016 14:00:00
CO# Tamar Salt & Fish Ltd
SO# News Bites
SF# Finance
BY# Ruth Adeyemi
KY# salt; fisheries; dividends
TI# Tamar Salt lifts dividend
to 4 cents
AB# The maker of salt pays a third more than a year ago.
TX# Tamar Salt & Fish Ltd said on Monday it would pay 4 cents a share, a
third more than a year ago.

The firm's café in Hobart – its first – opened in May. “We sold out of chips,”
said its cook.
nnnn
