"""Teach the net by gradient descent; the only module that needs torch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from tests.training.names.lac import Weights

_BATCH = 4096  # characters
# How fast parts learn: recurrent layers, output and CRF, embedding of characters, marks.
_PACE = {"body": 1.0, "head": 0.5, "characters": 0.25, "marks": 2.0}
_KEEP = 0.998  # of the running mean of weights, a batch
_MEAN_EVERY = 4  # batches
_LITTLE = 0.25  # of the usual dropout, where a teacher says how sure one may be


def _dropped(*shape: int, share: float) -> Tensor:
    """Return a mask for dropout; along a text it is the same, which recurrent layers like."""
    return (torch.rand(*shape) >= share).float() / (1 - share)


class _Recurrence(torch.autograd.Function):
    """The steps of a GRU, with the gradient by hand: one product for all steps' weights."""

    @staticmethod
    def forward(ctx, z: Tensor, gates: Tensor, candidate: Tensor) -> Tensor:  # type: ignore[no-untyped-def]
        _, n_steps, n_texts, width = z.shape
        n = width // 3
        out = z.new_empty(2, n_steps, n_texts, n)
        both = z.new_empty(2, n_steps, n_texts, 2 * n)
        new = z.new_empty(2, n_steps, n_texts, n)
        h = z.new_zeros(2, n_texts, n)
        for t in range(n_steps):
            torch.baddbmm(z[:, t, :, : 2 * n], h, gates, out=both[:, t]).sigmoid_()
            update, reset = both[:, t, :, :n], both[:, t, :, n:]
            torch.baddbmm(z[:, t, :, 2 * n :], reset * h, candidate, out=new[:, t]).tanh_()
            h = torch.lerp(h, new[:, t], update, out=out[:, t])
        ctx.save_for_backward(gates, candidate, out, both, new)
        return out

    @staticmethod
    def backward(ctx, above: Tensor):  # type: ignore[no-untyped-def]
        gates, candidate, out, both, new = ctx.saved_tensors
        _, n_steps, n_texts, n = out.shape
        before = torch.zeros_like(out)
        before[:, 1:] = out[:, :-1]
        update, reset = both[..., :n], both[..., n:]
        # What each gradient is multiplied by, for all steps at once.
        by_update = (new - before).mul_(update).mul_(1 - update)
        by_new = (1 - new * new).mul_(update)
        by_reset = (before * reset).mul_(1 - reset)
        down = torch.empty(2, n_steps, n_texts, 3 * n)
        gates_t, candidate_t = (w.transpose(1, 2).contiguous() for w in (gates, candidate))
        dh = torch.zeros_like(out[:, 0])
        for t in range(n_steps - 1, -1, -1):
            dh += above[:, t]
            torch.mul(dh, by_update[:, t], out=down[:, t, :, :n])
            torch.mul(dh, by_new[:, t], out=down[:, t, :, 2 * n :])
            through = torch.bmm(down[:, t, :, 2 * n :], candidate_t)
            torch.mul(through, by_reset[:, t], out=down[:, t, :, n : 2 * n])
            dh = torch.addcmul(through.mul_(reset[:, t]), dh, 1 - update[:, t])
            dh.baddbmm_(down[:, t, :, : 2 * n], gates_t)
        flat = down.view(2, n_steps * n_texts, 3 * n)
        past = before.view(2, n_steps * n_texts, n).transpose(1, 2)
        by_gates = torch.bmm(past, flat[..., : 2 * n])
        kept = before.mul_(reset).view(2, n_steps * n_texts, n).transpose(1, 2)
        return down, by_gates, torch.bmm(kept, flat[..., 2 * n :])


class Learner(nn.Module):
    """The net with its CRF, under the names that `components.entities.net.Net` asks for."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.fixed = {name: weights[name] for name in ("characters", "tags")}
        for name, value in weights.items():
            if name not in self.fixed:
                own = torch.tensor(np.asarray(value, np.float32))
                setattr(self, name, nn.Parameter(own))

    def groups(self, rate: float) -> list[dict[str, object]]:
        """Return the parameters with how fast each learns."""
        own = dict(self.named_parameters())
        head = ("out", "out_bias", "ends", "steps")
        parts = {
            "head": [own.pop(name) for name in head],
            "characters": [own.pop("embedding")],
            "marks": [own.pop("marks")],
            "body": list(own.values()),
        }
        return [{"params": p, "pace": _PACE[name], "lr": rate} for name, p in parts.items()]

    def layer(self, x: Tensor, reverse: Tensor, number: int, marked: Tensor | None) -> Tensor:
        """Run a layer over x: (n_steps, n_texts, n_inputs); backward reads from the end."""
        project, bias, gates, candidate = (
            getattr(self, f"{name}{number}") for name in ("project", "bias", "gates", "candidate")
        )
        n_steps, n_texts, n_inputs = x.shape
        n_hidden = candidate.shape[-1]
        back = x.gather(0, reverse[:, :, None].expand(n_steps, n_texts, n_inputs))
        z = torch.stack((x, back)).reshape(2, n_steps * n_texts, n_inputs)
        z = torch.baddbmm(bias[:, None], z, project).view(2, n_steps, n_texts, 3 * n_hidden)
        if marked is not None:
            z = z + marked
        both = _Recurrence.apply(z, gates, candidate)
        index = reverse[:, :, None].expand(n_steps, n_texts, n_hidden)
        return torch.cat((both[0], both[1].gather(0, index)), -1)

    def scores(self, ids: Tensor, marks: Tensor, reverse: Tensor, dropout: float = 1) -> Tensor:
        """Return the score of each tag, with so much of the usual dropout."""
        x = self.embedding[ids]
        x = (
            x
            * _dropped(x.shape[0], x.shape[1], 1, share=0.03 * dropout)
            * _dropped(1, *x.shape[1:], share=0.1 * dropout)
        )
        known = self.marks * (torch.arange(len(self.marks)) > 0)[:, None, None]
        marked = torch.stack((known[marks, 0], known[marks.gather(0, reverse), 1]))
        y = self.layer(x, reverse, 1, marked)
        y = y * _dropped(1, *y.shape[1:], share=0.2 * dropout)
        y = self.layer(y, reverse, 2, None)
        y = y * _dropped(1, *y.shape[1:], share=0.2 * dropout)
        return y @ self.out + self.out_bias

    def loss(self, batch: Batch) -> Tensor:
        """Return the negative log likelihood of the tags, a character."""
        ids, marks, _, reverse, _ = batch
        return self._loss_of(self.scores(ids, marks, reverse), batch)

    def loss_beside(self, teacher: Learner, batch: Batch) -> Tensor:
        """Return the same, and how far the scores are from those of a teacher, a character."""
        ids, marks, _, reverse, mask = batch
        with torch.no_grad():
            wanted = teacher.scores(ids, marks, reverse, dropout=0).log_softmax(-1)
        s = self.scores(ids, marks, reverse, dropout=_LITTLE)
        apart = (wanted.exp() * (wanted - s.log_softmax(-1))).sum(-1)
        return self._loss_of(s, batch) + (apart * mask).sum() / mask.sum()

    def _loss_of(self, s: Tensor, batch: Batch) -> Tensor:
        ids, _, tags, _, mask = batch
        start, end = self.ends
        steps = self.steps.exp()
        a = start + s[0]
        for t in range(1, len(ids)):
            top = a.max(1, keepdim=True)[0]
            b = torch.log((a - top).exp() @ steps + 1e-30) + top + s[t]
            a = torch.where(mask[t][:, None], b, a)
        total = torch.logsumexp(a + end, 1)
        m = mask.float()
        own = (s.gather(2, tags[:, :, None])[..., 0] * m).sum(0) + start[tags[0]]
        own = own + (self.steps[tags[:-1], tags[1:]] * m[1:]).sum(0)
        last = mask.sum(0) - 1
        own = own + end[tags.gather(0, last[None])[0]]
        return (total - own).sum() / m.sum()


Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


class Data:
    """Encoded text of several files."""

    def __init__(self, paths: Sequence[Path]) -> None:
        files = [np.load(path) for path in paths]
        self.ids, self.marks, self.tags, lengths = (
            np.concatenate([file[name] for file in files])
            for name in ("ids", "marks", "tags", "lengths")
        )
        self.bounds = np.concatenate(([0], np.cumsum(lengths)))

    def batches(self, dice: np.random.Generator) -> Iterator[Batch]:
        """Yield all pieces once, those of like length together, in any order."""
        lengths = np.diff(self.bounds)
        order = np.lexsort((dice.random(len(lengths)), lengths + dice.integers(0, 4, len(lengths))))
        sizes = np.cumsum(lengths[order]) // _BATCH
        groups = np.split(order, np.flatnonzero(np.diff(sizes)) + 1)
        dice.shuffle(groups)  # type: ignore[arg-type]
        for group in groups:
            yield self._batch(group)

    def _batch(self, group: np.ndarray) -> Batch:
        lengths = np.diff(self.bounds)[group]
        steps = np.arange(lengths.max())[:, None]
        mask = steps < lengths
        places = np.where(mask, self.bounds[group] + steps, 0)
        reverse = np.where(mask, lengths - 1 - steps, steps)
        columns = [np.where(mask, c[places], 0) for c in (self.ids, self.marks, self.tags)]
        ids, marks, tags, reverse = (
            torch.from_numpy(c.astype(np.int64)) for c in (*columns, reverse)
        )
        return ids, marks, tags, reverse, torch.from_numpy(mask)


def teach(
    weights: Weights,
    paths: Sequence[Path],
    *,
    minutes: float,
    rate: float,
    seed: int,
    judge: Callable[[Weights], float],
    keep: Callable[[Weights], None],
    every: float = 3.0,
    teacher: Weights | None = None,
) -> None:
    """Go on teaching a net for some minutes of processor time, slower and slower.

    What is judged and kept is the running mean of the weights.

    Args:
        weights: where it begins.
        paths: files of `samples.save`.
        minutes: how long, in time of this process.
        rate: the highest learning rate.
        seed: of order and dropout.
        judge: how good weights are.
        keep: takes the best weights of all looks so far.
        every: minutes between looks.
        teacher: a net of the same characters, whose scores the net learns beside the tags.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    dice = np.random.default_rng(seed)
    data = Data(paths)
    # Only characters that stand in the text learn anything; the others cost time.
    used, data.ids = np.unique(data.ids, return_inverse=True)
    net = Learner(weights | {"embedding": weights["embedding"][used]})
    master = Learner(teacher | {"embedding": teacher["embedding"][used]}) if teacher else None
    optimizer = torch.optim.Adam(net.groups(rate))
    mean = {name: p.detach().clone() for name, p in net.named_parameters()}
    best, looks, losses = -1.0, 0, list[float]()
    begun = time.process_time()
    for n, batch in enumerate(_forever(data, dice), 1):
        done = (time.process_time() - begun) / 60 / minutes
        pace = min(1.0, n / 100) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * min(1, done))))
        for group in optimizer.param_groups:
            group["lr"] = rate * pace * group["pace"]
        loss = net.loss_beside(master, batch) if master else net.loss(batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        losses.append(loss.item())
        if n % _MEAN_EVERY == 0:
            _go_on(mean, net, n)
        if done >= 1 or done * minutes >= (looks + 1) * every:
            looks += 1
            now = _whole(weights, used, net.fixed, mean)
            score = judge(now)
            print(
                f"seed {seed}: {n} batches, {done * minutes:.1f} min, "
                f"loss {np.mean(losses[-200:]):.4f}, judged {score:.4f}",
                flush=True,
            )
            if score >= best:
                best = score
                keep(now)
        if done >= 1:
            return


def _go_on(mean: dict[str, Tensor], net: Learner, n: int) -> None:
    """Move the running mean towards the weights as they are."""
    kept = min(_KEEP, (n + 1) / (n + 10)) ** _MEAN_EVERY
    with torch.no_grad():
        for name, p in net.named_parameters():
            mean[name].lerp_(p, 1 - kept)


def _whole(weights: Weights, used: np.ndarray, fixed: Weights, mean: dict[str, Tensor]) -> Weights:
    """Return weights with the characters that did not learn."""
    now = fixed | {name: p.numpy().copy() for name, p in mean.items()}
    rows, now["embedding"] = now["embedding"], weights["embedding"].copy()
    now["embedding"][used] = rows
    now["marks"][0] = 0
    return now


def _forever(data: Data, dice: np.random.Generator) -> Iterator[Batch]:
    while True:
        yield from data.batches(dice)
