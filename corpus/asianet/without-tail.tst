Source: Institute for Old Bells

MEDIA RELEASE PR70411

Bell of Kyoto Rings Again

KYOTO, Japan, Feb. 1, 2017 /Kyodo JBN-AsiaNet/ --

A bell cast in 1702 rang on Wednesday for the first time in ninety years.
