"""Invented people, companies and places, and the phrases filers use."""

from __future__ import annotations

from random import Random

SURNAMES = tuple(
    ["Abernathy", "Achebe", "Alvarez", "Ashworth", "Bancroft", "Bellamy", "Bergstrom", "Birdsong", "Blackwell", "Bouchard", "Brightman", "Calloway", "Castellano", "Chaudhry", "Chen", "Cheng", "Connolly", "Crane", "D'Amico", "Dalrymple", "Delacroix", "Dietrich", "Donnelly", "Eastman", "Eklund", "Ellison", "Farrow", "Fitzgerald", "Fontaine", "Gallagher", "Gershwin", "Goldfarb", "Gupta", "Haldane", "Hargrove", "Hartwell", "Hashimoto", "Hollis", "Huang", "Ibrahim", "Iverson", "Jankowski", "Jarvis", "Kaminski", "Kapoor", "Kessler", "Kim", "Kowalczyk", "Lachance", "Larkin", "Lindqvist", "Lombardi", "MacLeod", "Marchetti", "McAllister", "Mehta", "Mendoza", "Montague", "Nakamura", "Ng", "Novak", "O'Brien", "Okafor", "Oyelaran", "Park", "Patel", "Pemberton", "Petrov", "Quigley", "Ramanathan", "Redfern", "Rosenthal", "Rutherford", "Santangelo", "Sato", "Schaeffer", "Sheffield", "Singh", "Sorensen", "Stavros", "Sullivan", "Takahashi", "Thackeray", "Tran", "Underhill", "Vandermeer", "Vasquez", "Venkatesan", "Villanueva", "Wagner", "Weatherby", "Whitlock", "Wolff", "Wu", "Xu", "Yamada", "Yates", "Zabriskie", "Zhang", "Zielinski"]
)
GIVEN = tuple(
    ["Alan", "Amelia", "Anil", "Barbara", "Beatrice", "Brian", "Carl", "Carmen", "Charles", "Christine", "Daniel", "Deborah", "Dennis", "Diane", "Edward", "Elaine", "Ernest", "Esther", "Francis", "Gail", "George", "Grace", "Harold", "Helen", "Howard", "Ingrid", "Isaac", "James", "Janet", "Jorge", "Judith", "Karen", "Kenji", "Kevin", "Laura", "Leonard", "Li", "Linda", "Louis", "Luisa", "Margaret", "Mark", "Martin", "Mei", "Michael", "Nadia", "Nancy", "Neil", "Olga", "Oscar", "Patricia", "Paul", "Peter", "Priya", "Rachel", "Ravi", "Rebecca", "Richard", "Robert", "Rosa", "Ruth", "Samuel", "Sandra", "Scott", "Sheila", "Stephen", "Susan", "Sven", "Teresa", "Thomas", "Uma", "Victor", "Vincent", "Walter", "Wendy", "William", "Yolanda"]
)
_COMPANY_HEADS = tuple(
    ["Allenby", "Altamont", "Arrowhead", "Bayside", "Blue", "Granite", "Bridgewell", "Calderon", "Cascade", "Valley", "Cedar", "Point", "Continental", "Copperfield", "Crestline", "Delmarva", "Eastgate", "Emberton", "Fairhaven", "First", "Meridian", "Glenrock", "Graystone", "Harborview", "Hawthorne", "Inland", "Empire", "Ironwood", "Juniper", "Keystone", "Lakeshore", "Larchmont", "Millbrook", "Monarch", "Northfield", "Oakdale", "Palisade", "Pinecrest", "Quantum", "Ridge", "Redstone", "Riverton", "Sable", "Creek", "Sawtooth", "Silverlake", "Stonebridge", "Summit", "Tidewater", "Trident", "Union", "Mills", "Vantage", "Westbrook", "Whitcomb", "Yellowtail", "Zephyr"]
)
_COMPANY_TRADES = tuple(
    ["Bancorp", "Biosciences", "Brands", "Chemical", "Communications", "Devices", "Energy", "Financial", "Foods", "Health", "Holdings", "Industries", "Instruments", "Insurance Group", "Logistics", "Materials", "Medical Systems", "Motors", "Networks", "Oil & Gas", "Paper", "Pharmaceuticals", "Photonics", "Properties Trust", "Realty", "Resources", "Semiconductor", "Software", "Steel", "Stores", "Technologies", "Therapeutics", "Utilities"]
)
_COMPANY_ENDS = (
    "Inc",
    "Inc.",
    "Corp",
    "Corporation",
    "Co",
    "INC",
    "CORP",
    "INC /DE/",
    "Ltd.",
    "Group, Inc.",
    "",
)
_STREETS = tuple(
    ["Aspen", "Broad", "Canal", "Cherry", "Clinton", "Commerce", "Congress", "Corporate", "Elm", "Enterprise", "Federal", "Franklin", "Front", "Garden", "Grand", "Harbor", "Highland", "Innovation", "Jefferson", "Lakeside", "Lexington", "Liberty", "Main", "Maple", "Market", "Meadow", "Mill", "Orchard", "Park", "Pearl", "Pine", "Prospect", "River", "School", "Spring", "State", "Summer", "Tower", "Union", "Walnut", "Water", "Willow"]
)
_STREET_ENDS = (
    "Street",
    "Avenue",
    "Road",
    "Drive",
    "Blvd",
    "Parkway",
    "Plaza",
    "Way",
    "Lane",
    "Court",
    "ST",
    "AVE",
)
_SECOND_LINES = (
    "Suite {}00",
    "SUITE {}10",
    "Floor {}",
    "P.O. Box {}47",
    "Building {}",
    "{}th Floor",
    "Unit {}B",
)
_PLACES = tuple(
    ["Akron OH 443", "Albany NY 122", "Amarillo TX 791", "Ann Arbor MI 481", "Asheville NC 288", "Bellevue WA 980", "Boise ID 837", "Boston MA 021", "Boulder CO 803", "Buffalo NY 142", "Charlotte NC 282", "Chattanooga TN 374", "Chicago IL 606", "Columbus OH 432", "Dayton OH 454", "Des Moines IA 503", "Duluth MN 558", "Durham NC 277", "El Paso TX 799", "Fort Wayne IN 468", "Fresno CA 937", "Grand Rapids MI 495", "Greenwich CT 068", "Hartford CT 061", "Houston TX 770", "Irvine CA 926", "King of Prussia PA 194", "Lake Forest IL 600", "Lexington MA 024", "Lincoln NE 685", "Mountain View CA 940", "Nashville TN 372", "New Canaan CT 068", "New York NY 100", "Oak Brook IL 605", "Palo Alto CA 943", "Phoenix AZ 850", "Pittsburgh PA 152", "Portland ME 041", "Princeton NJ 085", "Reno NV 895", "Richmond VA 232", "Rochester NY 146", "Salt Lake City UT 841", "San Diego CA 921", "Spokane WA 992", "St. Louis MO 631", "Stamford CT 069", "Tampa FL 336", "Tulsa OK 741", "Waltham MA 024", "White Plains NY 106", "Wilmington DE 198", "Winston-Salem NC 271"]
)
OFFICER_TITLES = (
    "Chief Executive Officer", "President and CEO", "Chief Financial Officer", "EVP & CFO", "Senior Vice President",
    "SVP, General Counsel", "Chief Operating Officer", "VP and Controller", "Vice President", "Chief Accounting Officer",
    "Chairman & CEO", "EVP, Human Resources", "Chief Technology Officer", "Secretary", "Treasurer", "VP - Operations",
    "Executive Vice President", "See Remarks", "President, Int'l Division", "Chief Medical Officer", "VP/Finance",
)  # fmt: skip
OTHER_TEXTS = (
    "Former Director",
    "Member of 13(d) group",
    "Trustee",
    "See Footnote 1",
    "Advisory Director",
    "Chairman Emeritus",
)
NATURES = (
    "By Spouse", "By Trust", "By 401(k) Plan", "401(k) Plan", "By Family Trust", "By IRA", "By ESOP", "See footnote",
    "As custodian for minor child", "By Living Trust", "UGMA", "By Partnership", "By Self as Trustee", "By LLC",
    "By Children's Trust", "By Profit Sharing Plan", "By Limited Partnership", "Held in wife's IRA", "See Footnote",
)  # fmt: skip
STOCK_TITLES = (
    "Common Stock", "Common Stock", "Common Stock", "Common Stock", "Common Stock, par value $.01", "Class A Common Stock",
    "Common Stock, $0.001 par value", "Common Shares", "Ordinary Shares", "Class B Common Stock", "Common", "COMMON STOCK",
    "Shares of Beneficial Interest", "American Depositary Shares", "Common Stock, no par value",
)  # fmt: skip
OPTION_TITLES = (
    "Stock Option (Right to Buy)", "Non-Qualified Stock Option (right to buy)", "Employee Stock Option (right to buy)",
    "Option to Purchase Common Stock", "Incentive Stock Option (right to buy)", "Stock Options", "Options (Right to Buy)",
    "Director Stock Option (right to buy)", "Stock Appreciation Right",
)  # fmt: skip
UNIT_TITLES = (
    "Restricted Stock Units", "Restricted Stock Unit", "Performance Stock Units", "Phantom Stock Units",
    "Deferred Stock Units", "Performance-Based RSUs", "Phantom Stock",
)  # fmt: skip
CONVERTIBLE_TITLES = (
    "Series A Convertible Preferred Stock", "Class B Common Stock", "Series B Preferred Stock", "Convertible Notes",
    "5% Convertible Debentures", "Operating Partnership Units",
)  # fmt: skip
REMARKS = (
    "Exhibit 24 - Power of Attorney",
    "Executive Vice President, Chief Legal Officer and Corporate Secretary",
    "Exhibit List: Exhibit 24 Power of Attorney, Exhibit 99 Joint Filer Information.",
    "The reporting person disclaims beneficial ownership of these securities except to the extent of any pecuniary "
    "interest therein.",
)


def person(rng: Random) -> tuple[str, str]:
    """Surname, and given name with or without a middle initial."""
    initial = f" {rng.choice('ABCDEFGHJKLMNPRSTW')}" if rng.random() < 0.7 else ""
    return rng.choice(
        SURNAMES
    ), f"{rng.choice(GIVEN)}{initial}{rng.choice(('', '', '', '', '', ' Jr', ' III'))}"


def company(rng: Random) -> tuple[str, str]:
    """Name and trading symbol."""
    head, trade, end = rng.choice(_COMPANY_HEADS), rng.choice(_COMPANY_TRADES), rng.choice(_COMPANY_ENDS)
    if rng.random() < 0.3:
        head, trade = head.upper(), trade.upper()
    letters = [letter for letter in f"{head}{trade}".upper() if letter.isalpha()]
    symbol = letters[0] + "".join(rng.sample(letters[1:], rng.choice((1, 2, 2, 3, 3))))
    return f"{head} {trade} {end}".strip(), symbol + rng.choice(("",) * 12 + (".A", ".B"))


def fund(rng: Random) -> str:
    """A partnership or company that owns shares."""
    return f"{rng.choice(_COMPANY_HEADS)} {rng.choice(('Capital Partners II, L.P.', 'Ventures LLC', 'Management Co.', 'Fund V LP'))}"


def address(rng: Random, company_name: str) -> dict[str, str]:
    """Address elements of an owner, many in care of the company."""
    city, state, zip_head = rng.choice(_PLACES).rsplit(" ", 2)
    street = f"{rng.randrange(1, 9900)} {rng.choice(_STREETS)} {rng.choice(_STREET_ENDS)}"
    second = rng.choice(_SECOND_LINES).format(rng.randrange(1, 40)) if rng.random() < 0.35 else ""
    if rng.random() < 0.4:
        street, second = f"c/o {company_name}"[:40], street
    zip_code = f"{zip_head}{rng.randrange(100):02}" + (
        f"-{rng.randrange(1000, 9999)}" if rng.random() < 0.12 else ""
    )
    lines = {
        "rptOwnerStreet1": street,
        "rptOwnerStreet2": second,
        "rptOwnerCity": city,
        "rptOwnerState": state,
    }
    upper = rng.random() < 0.55
    lines = {leaf: text.upper() if upper else text for leaf, text in lines.items() if text}
    return {**lines, "rptOwnerZipCode": zip_code}
