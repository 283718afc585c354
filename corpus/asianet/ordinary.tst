Source: Lantern Bay Ferries Ltd

MEDIA RELEASE PR67275

Lantern Bay Ferries Opens Night Line
Between Two Islands, With Seats
for Sixty

TAMUNING, Guam, Feb. 1, 2017 /PRNewswire-AsiaNet/ --

Lantern Bay Ferries Ltd today opened a line that runs at night between two
islands, with seats for sixty people and a hold for fish.

"People asked for it, and we counted them," said Maria Cruz-Taitano, who runs
the firm.

Source: counts made on the pier in 2016.

The boats leave at ten.

SOURCE: Lantern Bay Ferries Ltd

CONTACT: Jo Taitano
press@lantern.example
Tel: +1 671 555 0142
