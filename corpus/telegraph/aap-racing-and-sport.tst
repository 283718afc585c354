ZCZC FMG000
YY TDA
RACING SYDNEY, Feb 09 AAP - Old Lantern won the last race at=!
Rosehill on Saturday by a nose, ahead of the mare Salt Road=!
and a field of eleven.<!
<!
   Trainer Dale Whitcombe said the horse had not raced since=!
a fall in August.<!
<!
1 OLD LANTERN       57.0    1   2.40<!
2 SALT ROAD         55.5    4   6.00<!
3 PENNY FERRY       54.0    9  11.00<!
4 WET CHALK         54.0    2  31.00<!
NNNN

ZCZC FMG001
YY TDA
CRICKET HOBART, Feb 09 AAP - Rain washed out the second day of=!
the match between two fishing towns on Sunday.<!
<!
   The umpires waited until five.<!
NNNN
