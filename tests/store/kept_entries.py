"""Reports and readings in small, for the tests of the store."""

from fogline.model.claim import Claim, Method, Place, Reading, Speaker, claim_id
from fogline.model.picture import Judgement, Verb
from fogline.model.report import Capture, Facts, Report
from fogline.store import Entry

READER = Method(name="test reader", version="1")


def entry(
    text: str = "Officials in Nikopol said shelling had cut the power.",
    *,
    id: str = "r1",
    published: str | None = "2023-03-04",
    source: str = "inbox/1.txt",
    quote: str = "shelling had cut the power",
    kind: str | None = "shelling",
    place: str = "Nikopol",
    speaker: str = "Officials in Nikopol",
    method: Method = READER,
) -> Entry:
    body = text.encode()
    capture = Capture(body=body, source=source, media_type="text/plain", facts=Facts(published=published))
    report = Report(id=id, text=text, published=published, capture=capture.digest, source=source)
    start = text.index(quote)
    place_start = max(text.find(place), 0)
    claim = Claim(
        id=claim_id(
            report=id, start=start, end=start + len(quote), speakers=(speaker,), kind=kind, method=method.version
        ),
        report=id,
        start=start,
        end=start + len(quote),
        quote=quote,
        kind=kind,
        method=method,
        speakers=(Speaker(name=speaker, as_worded=speaker, party="Ukraine"),),
        places=(Place(start=place_start, end=place_start + len(place), name=place, as_worded=place),),
    )
    return Entry(capture=capture, report=report, reading=Reading(report=id, lang="en", claims=(claim,)), method=method)


def judgement(id: str = "j1", why: str = "one strike, told twice") -> Judgement:
    return Judgement(
        id=id, verb=Verb.MERGE, subjects=("c_1", "c_2"), by="Olha", made_at="2023-03-05T08:00:00Z", why=why
    )
