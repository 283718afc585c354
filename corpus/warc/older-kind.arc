filedesc://harbor-20040203.arc 0.0.0.0 20040203040506 text/plain 67
1 0 harbor
URL IP-address Archive-date Content-type Archive-length

http://trains.example/swans 192.0.2.7 20040203040510 text/html 573
HTTP/1.0 200 OK
Content-Type: text/html; charset=utf-8

<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Swans stop the night train</title><meta property="og:type" content="article"><meta property="article:published_time" content="2023-03-06T07:30:00Z"></head><body><article><h1>Swans stop the night train</h1><p>VIENNA, March 6 (Reuters) - Two swans on the track stopped the night train to Venice for an hour on Monday, the railway said.</p><p>The driver fed them the rest of his bread. “They were in no hurry,” he said.</p></article></body></html>
dns:trains.example 192.0.2.1 20040203040511 text/dns 4
abcd
http://coast.example/lamp 192.0.2.8 20040203040512 text/html 475
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Lamp of the lighthouse is for sale</title><meta property="og:type" content="article"></head><body><article><h1>Lamp of the lighthouse is for sale</h1><p>The lamp of the lighthouse at Cape Lookout, built in 1859, will be sold to whoever can carry it away, the county said.</p><p>It weighs two tons, and nobody has come yet.</p></article></body></html>
