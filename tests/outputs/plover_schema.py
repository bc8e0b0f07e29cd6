"""PLOVER's record as a JSON Schema: written for these tests after the manual's list of fields, types and modes."""

from fogline.model.codec import Json

MODES = {
    "AGREE": [], "SUPPORT": [], "CONCEDE": [], "COOPERATE": [], "AID": [],
    "CONSULT": ["visit", "third-party", "multilateral", "phone"],
    "RETREAT": ["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
    "REQUEST": ["assist", "change", "yield", "meet"],
    "ACCUSE": ["disapprove", "investigate", "allege"],
    "REJECT": ["assist", "change", "yield", "meet"],
    "THREATEN": ["restrict", "arrest", "relations", "expel", "territory", "violence"],
    "PROTEST": ["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"],
    "SANCTION": ["convict", "expel", "withdraw", "discontinue"],
    "MOBILIZE": ["troops", "weapons", "police", "militia"],
    "COERCE": ["seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
               "cyber"],
    "ASSAULT": ["abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
                "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"],
}  # fmt: skip
_TEXT: Json = {"type": "string", "minLength": 1}
_ENTITY: Json = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "sector": {"enum": ["COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "CVL"]},
        "entity_text": _TEXT,
        "identifier_text": _TEXT,
    },
    "required": ["entity_text"],
}
_MODES: list[Json] = [
    {
        "if": {"properties": {"event": {"const": name}}},
        "then": {"properties": {"mode": {"items": {"enum": list(modes)}, **({} if modes else {"maxItems": 0})}}},
    }
    for name, modes in MODES.items()
]
PLOVER_SCHEMA: Json = {
    "type": "object",
    "required": ["id", "date", "actor", "event"],
    "additionalProperties": False,
    "properties": {
        "id": _TEXT,
        "has_event": {"const": True},
        "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "enddate": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "actor": {"type": "array", "items": _ENTITY},
        "recipient": {"type": "array", "items": _ENTITY},
        "event": {"enum": sorted(MODES)},
        "mode": {"type": "array", "maxItems": 1},
        "context": {"type": "array", "items": {"enum": ["military", "territory"]}},
        "quad_code": {"enum": [1, 2, 3, 4]},
        "event_loc": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                **dict.fromkeys(("extracted_place", "resolved_place", "geonameid", "province", "country"), _TEXT),
                "country_code": {"type": "string", "pattern": "^[A-Z]{3}$"},
                "lat": {"type": "number", "minimum": -90, "maximum": 90},
                "lon": {"type": "number", "minimum": -180, "maximum": 180},
                "resolution": {"enum": [1, 2, 3, 4]},
            },
        },
        "event_text": {"type": "array", "items": _TEXT},
        "size": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"type": "integer", "minimum": 0} for name in ("dead", "injured", "arrested")},
        },
        "link": _TEXT,
        "text": _TEXT,
        "text_info": {"type": "object", "required": ["start", "end"]},
        "cite_info": {"type": "object", "additionalProperties": _TEXT},
        "coder": _TEXT,
        "comment": _TEXT,
        "fogline": {"type": "object", "required": ["claims", "reports", "credibility"]},
    },
    "allOf": _MODES,
}
