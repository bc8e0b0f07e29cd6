"""Trains the tagger of attributions on PolNeAR: `python training/attribution.py CORPORA [--folds]`.

In: the folder of public corpora with gold attributions (polnear). Out: `attribution.npz`, 8-bit weights of the two
small nets of `claims/speech_model.py`, trained on all open documents; with `--folds`, first the figures of a five-fold
cross-validation by document. Needs `torch` (2.13, the CPU build) beside fogline; takes minutes on two cores. No text of
the corpus is in the weights: words are hashed to 8,192 buckets, names and numbers have none.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import numpy
import torch  # type: ignore[import-not-found]
from numpy.typing import NDArray
from torch import Tensor, nn

from fogline.claims.parse import Passage, parse
from fogline.claims.speech import hear
from fogline.claims.speech_features import DEPS, PAIR_COLUMNS, TOKEN_COLUMNS, WIDTH, Pairs, Sheet, pairs, sheet
from fogline.claims.speech_model import Net, beside_deps, neighbours, weights
from fogline.claims.speech_words import Words, words
from fogline.model.claim import Attribution
from fogline.model.report import Capture, Report
from fogline.run.read import read_report
from fogline.sources.files import collect

OUT = Path(__file__).parent.parent / "src" / "fogline" / "data" / "attribution.npz"
FOLDS = 5
SEED = 20160
HIDDEN = 96
PASSES = 9
TOGETHER = 6  # documents a step
RATE = 4e-3
FORGET = 0.15  # dropout
# What five folds reached, less half a point; raised with every better training, never lowered without a reason.
LEAST = {"whole": 0.693, "content": 0.861, "source": 0.778, "cue": 0.664}
Spans = list[list[int]]
Row = dict[str, object]
Array = NDArray[numpy.float32] | NDArray[numpy.int8]
Where = NDArray[numpy.int64]


@dataclass(slots=True)
class Document:
    """A report with its words and its gold attributions."""

    name: str
    text: str
    made: list[Words]
    gold: list[dict[str, Spans]]


@dataclass(slots=True)
class Example:
    """A document as the nets see it."""

    whole: Sheet
    near: Tensor
    deps: Tensor
    cue_label: Tensor
    found: list[tuple[int, int, int, float]]
    rows: list[Pairs]
    roles: list[Tensor]


def main() -> None:
    asked = _arguments()
    torch.manual_seed(SEED)
    torch.set_num_threads(asked.threads)
    documents = _documents(asked.corpora, asked.cache)
    began = time.monotonic()
    examples = [example(document) for document in documents]
    print(f"{len(examples)} documents, features in {time.monotonic() - began:.0f} s", file=sys.stderr)
    if asked.folds:
        sys.path.insert(0, str(asked.corpora))
        said: list[tuple[Row, Row]] = []
        for fold in range(FOLDS)[: asked.folds]:
            net = _fold(fold, examples, asked)
            part = [told(one, net) for n, one in enumerate(documents) if n % FOLDS == fold]
            print(f"fold {fold}:", _figures(part), flush=True)
            said += part
        reached = _figures(said)
        print("all folds:", reached, flush=True)
        if low := {name: (reached[name], least) for name, least in LEAST.items() if reached[name] < least}:
            print(f"below what was reached before: {low}", file=sys.stderr)
            raise SystemExit(1)
    if not asked.only_folds:
        _write(fit(examples, asked.passes), asked.out)


def _fold(fold: int, examples: Sequence[Example], asked: argparse.Namespace) -> Net:
    """The net that has not seen a fold's documents, as it would be shipped; taken from the folder if it is there."""
    with tempfile.TemporaryDirectory() as scratch:
        path = (asked.keep or Path(scratch)) / f"fold{fold}.npz"
        if not path.exists():
            _write(fit([one for n, one in enumerate(examples) if n % FOLDS != fold], asked.passes), path)
        return weights(path)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument(
        "--folds", type=int, nargs="?", const=FOLDS, default=0, help="cross-validate, on the first N folds"
    )
    parser.add_argument("--only-folds", action="store_true")
    parser.add_argument("--cache", type=Path, help="a pickle of the parses, made where it is not there")
    parser.add_argument("--keep", type=Path, help="a folder for the nets of the folds; those in it are not made anew")
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


# Documents -----------------------------------------------------------------------------------------------------------


def _documents(corpora: Path, cache: Path | None) -> list[Document]:
    if cache is not None and cache.exists():
        return [Document(*one) for one in pickle.loads(cache.read_bytes())]  # noqa: S301
    made = list(_read(corpora / "polnear" / "open.jsonl.gz"))
    if cache is not None:
        cache.write_bytes(pickle.dumps([(one.name, one.text, one.made, one.gold) for one in made]))
    return made


def _read(path: Path) -> Iterator[Document]:
    import gzip

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    gold = {row["id"]: row["gold"]["attributions"] for row in rows}
    for capture in collect([str(path)]):
        report = read_report(capture) if isinstance(capture, Capture) else None
        if not isinstance(report, Report):
            continue
        made = [words(passage) for passage in parse(report)]
        bare = [_without_parse(one) for one in made]
        yield Document(report.id, report.text, bare, gold[report.id])


def _without_parse(one: Words) -> Words:
    passage = one.passage
    kept = SimpleNamespace(tensor=numpy.asarray(passage.doc.tensor))  # all that features need beside the lists
    return replace(one, passage=Passage(passage.start, passage.section, kept, passage.text))  # type: ignore[arg-type]


def example(document: Document) -> Example:
    """A document's rows with their gold labels."""
    whole = sheet(document.made, document.text)
    label = numpy.zeros(whole.size, numpy.int64)
    found, rows, roles = [], [], []
    begin = numpy.array([at for one in document.made for at in one.begin], numpy.int64)
    finish = numpy.array([at for one in document.made for at in one.finish], numpy.int64)
    for gold in document.gold:
        tokens = _inside(gold.get("cue") or [], begin, finish)
        if not len(tokens) or whole.passage[tokens[0]] != whole.passage[tokens[-1]]:
            continue
        passage = whole.passage[tokens[0]]
        low, high = int(tokens[0]) - whole.offset[passage], int(tokens[-1]) + 1 - whole.offset[passage]
        label[tokens[0]] = 1
        label[tokens[0] + 1 : tokens[-1] + 1] = 2
        row = pairs(whole, passage, low, high)
        role = numpy.zeros(whole.size, numpy.int64)
        role[_inside(gold.get("content") or [], begin, finish)] = 2
        role[_inside(gold.get("source") or [], begin, finish)] = 1
        found.append((passage, low, high, 1.0))
        rows.append(row)
        roles.append(torch.from_numpy(role[row.tokens]))
    return Example(
        whole=whole,
        near=torch.from_numpy(neighbours(whole).astype(numpy.int64)),
        deps=torch.from_numpy(beside_deps(whole)),
        cue_label=torch.from_numpy(label),
        found=found,
        rows=rows,
        roles=roles,
    )


def _inside(spans: Spans, begin: Where, finish: Where) -> Where:
    hit = numpy.zeros(len(begin), bool)
    for a, b in spans:
        hit |= (begin < b) & (finish > a)
    return numpy.flatnonzero(hit)


# The nets ------------------------------------------------------------------------------------------------------------


class Tagger(nn.Module):  # type: ignore[misc]
    """The same nets as `claims/speech_model.py` runs."""

    def __init__(self, size: int = HIDDEN) -> None:
        super().__init__()
        self.vector = nn.Linear(WIDTH, size)
        self.token = nn.ModuleDict({name: nn.Embedding(count, size) for name, count in TOKEN_COLUMNS.items()})
        self.child_deps = nn.Linear(DEPS, size, bias=False)
        self.mix1 = nn.Linear(7 * size, size)
        self.mix2 = nn.Linear(5 * size, size)
        self.cue = nn.Linear(size, 3)
        self.own = nn.Linear(size, size)
        self.branch = nn.Linear(size, size, bias=False)
        self.of_cue = nn.Linear(size, size, bias=False)
        self.pair = nn.ModuleDict({name: nn.Embedding(count, size) for name, count in PAIR_COLUMNS.items()})
        self.mix3 = nn.Linear(3 * size, size)
        self.role = nn.Linear(size, 3)
        self.forget = nn.Dropout(FORGET)
        for table in (*self.token.values(), *self.pair.values()):
            nn.init.normal_(table.weight, std=0.05)

    def encode(self, batch: Sequence[Example]) -> Tensor:
        codes = torch.from_numpy(numpy.concatenate([one.whole.codes for one in batch])).long()
        vectors = torch.from_numpy(numpy.concatenate([one.whole.vectors for one in batch]))
        if self.training:
            # Words unknown to training are common outside of it: every tenth word is hidden, and some vectors.
            hide = torch.rand(len(codes)) < 0.1
            codes[:, 0] = torch.where(hide, torch.full_like(codes[:, 0], 2), codes[:, 0])
            vectors = vectors * (torch.rand(len(codes), 1) > 0.05)
        total = self.vector(vectors)
        for k, name in enumerate(TOKEN_COLUMNS):
            total = total + self.token[name](codes[:, k])
        size = len(codes)
        start, near, head = 0, [], []
        for one in batch:
            part = one.near + start
            near.append(torch.where(one.near == one.whole.size, torch.full_like(part, size), part))
            head.append(torch.from_numpy(one.whole.head).long() + start)
            start += one.whole.size
        beside, above = torch.cat(near), torch.cat(head)
        own = torch.arange(size)
        kids = own[above != own]
        count = torch.zeros(size).index_add_(0, above[kids], torch.ones(len(kids))).clamp(min=1)[:, None]

        def below(rows: Tensor) -> Tensor:
            return torch.zeros(size, rows.shape[1]).index_add(0, above[kids], rows[kids]) / count

        first = self.forget(self._padded(total))
        mixed = torch.cat([first[beside[:, k]] for k in range(5)] + [first[above], below(first)], dim=1)
        second = self._padded(self.mix1(mixed) + self.child_deps(torch.cat([one.deps for one in batch])))
        second = self.forget(second)
        mixed = torch.cat([second[beside[:, k]] for k in (1, 2, 3)] + [second[above], below(second)], dim=1)
        return self.forget(second + self._padded(self.mix2(mixed)))

    @staticmethod
    def _padded(total: Tensor) -> Tensor:
        return torch.cat([torch.relu(total), torch.zeros(1, total.shape[1])])

    def roles(self, batch: Sequence[Example], hidden: Tensor) -> tuple[Tensor, Tensor]:
        """Logits and labels of all pairs."""
        tokens, branch, codes, labels = [], [], [], []
        which: list[int] = []
        cue_rows: list[int] = []
        cue_of: list[int] = []
        sizes: list[int] = []
        start = number = 0
        for one in batch:
            for (passage, low, high, _), row, role in zip(one.found, one.rows, one.roles, strict=True):
                tokens.append(torch.from_numpy(row.tokens).long() + start)
                branch.append(torch.from_numpy(row.branch).long() + start)
                codes.append(torch.from_numpy(row.codes).long())
                which += [number] * len(row.tokens)
                first = start + one.whole.offset[passage]
                cue_rows += range(first + low, first + high)
                cue_of += [number] * (high - low)
                labels.append(role)
                sizes.append(len(row.tokens))
                number += 1
            start += one.whole.size
        of = torch.tensor(cue_of)
        count = torch.zeros(number).index_add_(0, of, torch.ones(len(of)))[:, None]
        heads = torch.zeros(number, hidden.shape[1]).index_add(0, of, hidden[cue_rows]) / count
        total = self.own(hidden)[torch.cat(tokens)] + self.branch(hidden)[torch.cat(branch)]
        total = total + self.of_cue(heads)[torch.tensor(which)]
        every = torch.cat(codes)
        for k, name in enumerate(PAIR_COLUMNS):
            total = total + self.pair[name](every[:, k])
        first_rows = torch.relu(total)
        begins = torch.tensor([0, *sizes]).cumsum(0)
        before = torch.cat([torch.zeros(1, total.shape[1]), first_rows[:-1]])
        after = torch.cat([first_rows[1:], torch.zeros(1, total.shape[1])])
        edge = torch.ones(len(total), 1)
        edge[begins[:-1]] = 0
        end = torch.ones(len(total), 1)
        end[begins[1:] - 1] = 0
        mixed = torch.cat([before * edge, first_rows, after * end], dim=1)
        second = torch.relu(self.mix3(mixed))
        return self.role(first_rows + second), torch.cat(labels)

    def net(self) -> Net:
        """The weights under the names that the runtime knows."""

        def flat(value: Tensor) -> NDArray[numpy.float32]:
            made: NDArray[numpy.float32] = value.detach().numpy().astype(numpy.float32)
            return made

        made: Net = {
            "vector": flat(self.vector.weight.T),
            "bias1": flat(self.vector.bias),
            "child deps": flat(self.child_deps.weight.T),
            "mix1": flat(self.mix1.weight.T),
            "bias2": flat(self.mix1.bias),
            "mix2": flat(self.mix2.weight.T),
            "bias3": flat(self.mix2.bias),
            "cue": flat(self.cue.weight.T),
            "cue bias": flat(self.cue.bias),
            "own": flat(self.own.weight.T),
            "bias4": flat(self.own.bias),
            "branch": flat(self.branch.weight.T),
            "of cue": flat(self.of_cue.weight.T),
            "mix3": flat(self.mix3.weight.T),
            "bias5": flat(self.mix3.bias),
            "role": flat(self.role.weight.T),
            "role bias": flat(self.role.bias),
        }
        made |= {f"token {name}": flat(table.weight) for name, table in self.token.items()}
        made |= {f"pair {name}": flat(table.weight) for name, table in self.pair.items()}
        return made


def fit(examples: Sequence[Example], passes: int) -> Net:
    """Trains on the examples; the same weights at every call with the same examples."""
    torch.manual_seed(SEED)
    tagger = Tagger()
    usable = [one for one in examples if one.found]
    steps = passes * ((len(usable) + TOGETHER - 1) // TOGETHER)
    optimiser = torch.optim.AdamW(tagger.parameters(), lr=RATE, weight_decay=0.02, betas=(0.9, 0.98))
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    tagger.train()
    for turn in range(passes):
        began, sums = time.monotonic(), [0.0, 0.0]
        order = torch.randperm(len(usable)).tolist()
        for start in range(0, len(order), TOGETHER):
            batch = [usable[k] for k in order[start : start + TOGETHER]]
            hidden = tagger.encode(batch)
            logits = tagger.cue(hidden[:-1])
            cue_loss = nn.functional.cross_entropy(logits, torch.cat([one.cue_label for one in batch]))
            roles, labels = tagger.roles(batch, hidden)
            role_loss = nn.functional.cross_entropy(roles, labels)
            loss = 4 * cue_loss + role_loss
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 2.0)
            optimiser.step()
            pace.step()
            sums = [sums[0] + cue_loss.item(), sums[1] + role_loss.item()]
        n = len(order) / TOGETHER
        print(
            f"  {turn}: {sums[0] / n:.4f} {sums[1] / n:.4f} in {time.monotonic() - began:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    tagger.eval()
    return tagger.net()


def _write(net: Net, out: Path) -> None:
    """8-bit whole numbers with one scale a row for tables and matrices, 32-bit floats for the rest."""
    stored: dict[str, Array] = {}
    for name, value in net.items():
        if value.ndim == 2 and value.size > 2000:
            scale = numpy.abs(value).max(axis=1, keepdims=True).clip(1e-8) / 127
            stored[name] = numpy.round(value / scale).astype(numpy.int8)
            stored[f"{name}|scale"] = scale.astype(numpy.float32)
        else:
            stored[name] = value
    numpy.savez_compressed(out, **stored)  # type: ignore[arg-type]


# Figures -------------------------------------------------------------------------------------------------------------


def told(document: Document, net: Net) -> tuple[Row, Row]:
    """A document's gold and what the whole reader of speech, rules and tagger, says of it; as the scorer wants both."""
    heard = hear(document.made, Report(id=document.name, text=document.text), net)
    found = [_spans(one.outermost) for one in heard if one.outermost is not None]
    return {"text": document.text, "gold": {"attributions": document.gold}}, {"attributions": found}


def _spans(one: Attribution) -> dict[str, Spans]:
    return {role: [[span.start, span.end] for span in getattr(one, role)] for role in ("cue", "source", "content")}


def _figures(part: list[tuple[Row, Row]]) -> dict[str, float]:
    from score_reading import score_attribution  # type: ignore[import-not-found]

    made = score_attribution(part)
    figures = {role: made[role]["tokens"]["f"] for role in ("cue", "source", "content")}
    return {**figures, "whole": made["whole"]["f"], "p": made["whole"]["p"], "r": made["whole"]["r"]}


if __name__ == "__main__":
    main()
