// Finds which nodes of two lists correspond to each other.

// Returns pairs of nodes in the order of both lists, each with whether the two are equal. This is
// the longest common subsequence in which equal nodes count most, then nodes with the same text,
// then nodes of the same kind, by how similar they are. With `isSure`, a node is left out if it
// could have another partner as well.
const align = (olds, others, isSure = false) => {
  const pairs = [];
  let start = 0;
  let oldEnd = olds.length;
  let otherEnd = others.length;
  while (start < oldEnd && start < otherEnd && olds[start].isEqualNode(others[start])) {
    pairs.push([olds[start], others[start], true]);
    start += 1;
  }
  const isOne = () => oldEnd === start + 1 && otherEnd === start + 1; // which are known to differ
  while (
    oldEnd > start &&
    otherEnd > start &&
    !isOne() &&
    olds[oldEnd - 1].isEqualNode(others[otherEnd - 1])
  ) {
    oldEnd -= 1;
    otherEnd -= 1;
    pairs.push([olds[oldEnd], others[otherEnd], true]);
  }
  const middle = [olds.slice(start, oldEnd), others.slice(start, otherEnd)];
  const isLong = middle[0].length * middle[1].length > MOST_PAIRS;
  return pairs.concat((isLong ? alignLong : alignShort)(...middle, isSure));
};

const MOST_PAIRS = 40_000;
const htmlOf = (node) => node.outerHTML ?? node.data;
const kindOf = (node) =>
  [node.nodeName, ...NAMES.map((name) => node.getAttribute?.(name))].join("\n");
const NAMES = ["id", "rel", "name", "property"];

// Splits long lists into short ones at equal nodes: those at the same index, or, if the lists differ
// in length, those that occur once.
const alignLong = (olds, others, isSure) => {
  const isEven = olds.length === others.length;
  const cuts = isEven ? olds.map((_, i) => [i, i]) : findOnce(olds, others);
  const pairs = [];
  let [oldStart, start] = [0, 0];
  const alignGap = (i, j) => {
    const [oldGap, gap] = [olds.slice(oldStart, i), others.slice(start, j)];
    if (oldGap.length && gap.length) pairs.push(...align(oldGap, gap, isSure));
  };
  for (const [i, j] of cuts) {
    if (!olds[i].isEqualNode(others[j])) continue;
    alignGap(i, j);
    pairs.push([olds[i], others[j], true]);
    [oldStart, start] = [i + 1, j + 1];
  }
  if (start) alignGap(olds.length, others.length);
  return pairs;
};

const findOnce = (olds, others) => {
  const places = indexOnce(others);
  const cuts = [];
  for (const [key, i] of indexOnce(olds)) {
    const j = places.get(key) ?? -1;
    if (i >= 0 && j > (cuts.at(-1)?.[1] ?? -1)) cuts.push([i, j]);
  }
  return cuts;
};

const indexOnce = (nodes) => {
  const found = new Map();
  nodes.forEach((node, i) => {
    const key = `${node.nodeName} ${htmlOf(node)}`;
    found.set(key, found.has(key) ? -1 : i);
  });
  return found;
};

const alignShort = (olds, others, isSure) => {
  if (!olds.length || !others.length) return [];
  if (olds.length + others.length === 2) {
    return kindOf(olds[0]) === kindOf(others[0]) ? [[olds[0], others[0], false]] : [];
  }
  const scores = scoresOf(olds, others, isSure);
  const best = Array.from({ length: olds.length + 1 }, () => new Array(others.length + 1).fill(0));
  for (let i = olds.length - 1; i >= 0; i -= 1) {
    for (let j = others.length - 1; j >= 0; j -= 1) {
      const together = scores[i][j] && scores[i][j] + best[i + 1][j + 1];
      best[i][j] = Math.max(together, best[i + 1][j], best[i][j + 1]);
    }
  }
  const early = trace(scores, best, true);
  const late = isSure ? trace(scores, best, false) : early;
  return [...early]
    .filter(([i, j]) => late.get(i) === j || !isSolid(olds[i]))
    .map(([i, j]) => [olds[i], others[j], olds[i].isEqualNode(others[j])]);
};

const scoresOf = (olds, others, isSure) => {
  const describe = (node) => ({
    kind: kindOf(node),
    html: htmlOf(node),
    text: node.textContent.trim(),
  });
  const described = others.map(describe);
  return olds.map(describe).map((old) =>
    described.map((other) => {
      if (old.kind !== other.kind) return 0;
      if (old.html === other.html) return 40;
      if (old.text && old.text === other.text) return 30;
      return isSure ? 10 : 10 + Math.round(10 * similarity(old.html, other.html));
    }),
  );
};

// Returns one of the best paths through the table, with each pair as early or as late as possible.
const trace = (scores, best, isEarly) => {
  const found = new Map();
  for (let i = 0, j = 0; i < scores.length && j < scores[0].length; ) {
    const isPair = scores[i][j] && best[i][j] === scores[i][j] + best[i + 1][j + 1];
    const canWait = best[i][j] === best[i + 1][j] || best[i][j] === best[i][j + 1];
    if (isPair && (isEarly || !canWait)) {
      found.set(i, j);
      i += 1;
      j += 1;
    } else if (best[i][j] === best[i + 1][j]) i += 1;
    else j += 1;
  }
  return found;
};
