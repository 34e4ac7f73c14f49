"""Code in the languages of research websites, small but true to life, and texts that are not."""

from __future__ import annotations

__all__ = ["NASTY", "SNIPPETS"]

#: By the names that authors write after the fence.
SNIPPETS = {
    "python": '''\
from __future__ import annotations
import numpy as np  # arrays

@dataclass(frozen=True)
class Knee(Joint):
    """A knee, and r'what' is known of it."""

    thickness: float = 2.5e-3
    flags: int = 0xFF | 0b1010 & ~0o17

    async def measure(self, *args: int, **more: str) -> list[float]:
        if not args or self.thickness is None:
            raise ValueError(f"no {args!r:>{10}} {{}} for {self.name}\\n")
        while True and lambda x: x @ self.affine:
            yield [each ** 2 // 3 for each in args if each != 0]
        print(b"bytes", rb'raw', u"é", """triple
        lines""", ..., 1_000, 3j, sep="\\t")
''',
    "js": """\
// A comment
import { dice, hd95 as distance } from "./metrics.mjs";
export default class Viewer extends HTMLElement {
  #slices = new Map([[1, null], [2, undefined]]);
  static get observedAttributes() { return ["src", 'alt']; }
  async load(url, { retries = 3, ...rest } = {}) {
    /* several
       lines */
    const found = await fetch(`${url}?n=${retries + 1}`, rest);
    if (!/^image\\/(?:png|jpe?g)$/iu.test(found.type) && found?.ok !== true) throw Error("é");
    for (let i = 0; i <= 0x1f; i++) this.#slices.set(i, i ** 2 >>> 1 ?? 1n);
    return typeof found === "object" ? [...this.#slices.values()] : NaN;
  }
}
""",
    "ts": """\
type Slice<T extends keyof Volume = "mri"> = Readonly<Record<T, number[]>> | undefined;
export abstract class Reader implements Closeable {
  private readonly cache: Map<string, Slice> = new Map();
  constructor(public path: string, protected options?: Partial<Options>) { super(); }
  @logged() get size(): number { return this.cache.size as number; }
  declare namespace: unknown;
}
enum Plane { Axial = 1, Coronal = "c" }
""",
    "c": """\
#include <stdio.h>
#define MAX(a, b) ((a) > (b) ? (a) : (b))
/* The thickness
 * of cartilage. */
static inline double mean(const float *values, size_t count) {
    double sum = 0.0L;
    for (unsigned long i = 0UL; i < count; ++i) sum += values[i] * 1e-3f;
    return count ? sum / count : '\\0';  // none
}
int main(int argc, char **argv) {
    struct knee { int a : 3; } k; goto end; end: return printf("%d\\n", argc); }
""",
    "cpp": """\
#include <vector>
namespace lab::knee {
template <typename T, std::size_t N = 3>
class Volume final : public Image<T> {
 public:
  explicit Volume(std::vector<T>&& voxels) noexcept : voxels_{std::move(voxels)} {}
  [[nodiscard]] auto at(std::size_t i) const -> const T& { return voxels_[i]; }
  virtual ~Volume() = default;
 private:
  std::vector<T> voxels_;  //!< R"(raw)" strings
  static constexpr auto name = R"x(a "raw" one)x";
};
}  // namespace lab::knee
""",
    "java": """\
package org.example.lab;
import java.util.List;
/** A reader. @param <T> what it reads */
public final class Reader<T extends Comparable<T>> implements AutoCloseable {
    private static final long serialVersionUID = 0xCAFEL;
    @Override public void close() throws IOException {
        throw new IOException("closed" + 'c' + 1.5e3f); }
    <R> List<R> map(Function<? super T, ? extends R> f) {
        return items.stream().map(f::apply).toList(); }
    String text = \"\"\"
        a block
        \"\"\";
}
""",
    "rust": """\
use std::collections::{BTreeMap, HashSet as Set};
#[derive(Debug, Clone)]
pub struct Knee<'a, T: Float + 'static> { name: &'a str, values: Vec<T> }
impl<'a, T> Knee<'a, T> where T: Into<f64> {
    pub async fn mean(&mut self) -> Result<f64, Box<dyn Error>> {
        let total: f64 = self.values.iter().map(|v| v.into()).sum::<f64>() / 1_000.0e-2;
        match total { x if x < 0.0 => Err("no".into()), 0..=9 => unreachable!(), _ => Ok(total?) }
    }
}
/// Doc comment
macro_rules! square { ($x:expr) => { $x * $x }; }
const RAW: &[u8] = br#"raw "text""#; // '\\u{e9}' 'x'
""",
    "go": """\
package main

import "fmt"

type Volume[T any] struct {
	Voxels []T `json:"voxels"`
	mu     sync.Mutex
}

// Mean of a volume.
func (v *Volume[T]) Mean(ctx context.Context) (mean float64, err error) {
	defer v.mu.Unlock()
	for i, x := range v.Voxels { mean += float64(i) * 0x1p-2; _ = x }
	select { case <-ctx.Done(): return 0, ctx.Err(); default: }
	go func() { ch <- 'x'; fmt.Printf("%v\\n", nil) }()
	return mean / 1i, nil
}
""",
    "bash": """\
#!/usr/bin/env bash
set -euo pipefail
export DATA="${DATA:-$HOME/data}" N=$((2 * 3 + ${#DATA}))
for file in "$DATA"/*.nii.gz; do
  [[ -f $file && ! "$file" =~ ^.*_mask ]] || continue   # skip
  case "$1" in -h|--help) usage ;; *) echo 'plain' $'tab\\t' ;; esac
  fslstats "$file" -M | awk '{ print $1 }' >> means.txt 2>&1 &
done
cat <<'EOF' | tee `date +%F`.log
text $not expanded
EOF
if test -z "$(git status --porcelain)"; then exit 0; else return 1; fi
""",
    "r": """\
library(lme4)  # mixed models
model <- lmer(thickness ~ age * group + (1 | subject), data = knees, REML = FALSE)
`odd name` <- function(x, ..., na.rm = TRUE) {
  if (is.null(x) || x %in% c("a", 'b')) return(NA_real_)
  for (i in seq_len(10L)) x[[i]] <- x$value@slot |> round(digits = 1e-3)
  repeat { break }
  x %>% dplyr::mutate(y = -1i ^ 2, z = !Inf)
}
""",
    "julia": """\
module Knees
using LinearAlgebra: norm, I
export mean_thickness
\"\"\"A doc string with `code`.\"\"\"
struct Volume{T<:Real,N} <: AbstractArray{T,N}
    data::Array{T,N}
end
function mean_thickness(v::Volume{T}; mask=nothing)::Float64 where {T}
    α = 0x1f + 1e-3im; β = 'x'; s = "value $(v.data[end]) and $α\\n"
    @assert size(v) !== () "empty"
    return sum(x -> x^2 ÷ 3, v.data) |> sqrt  #= block
    comment =#
end
f(x) = x' .* [1 2; 3 4] ≠ nothing ? :symbol : r"regex"i
end # module
""",
    "matlab": """\
%% Thickness of cartilage
function [m, s] = thickness(volume, varargin)
    % one line
    %{
    a block
    %}
    m = mean(volume(:, end, :), 3)' .* 1e-3;
    if ~isempty(varargin) && strcmp(varargin{1}, 'mask')
        s = @(x) x.^2 + 0x1F; fprintf("%d\\n", numel(m));
    elseif m ~= 0, error('lab:id', 'it''s wrong'); end
    for k = 1:2:10, disp(k); end
    ! ls -l
end
""",
    "html": """\
<!DOCTYPE html>
<html lang="en"><head><meta charset=utf-8><title>Knees &amp; hips</title>
<style>p > a:hover { color: #f00 }</style>
<script>const a = "</p>" < 1 && 2;</script></head>
<!-- a comment -->
<body class='x' hidden><p id=p1>text<br/>&#233; &eacute <a href="?a=1&b=2">x</a></p></body></html>
""",
    "css": """\
@charset "utf-8";
@media (min-width: 40rem) and (prefers-color-scheme: dark) {
  .card > a[href^="https"]:not(.plain)::after, #_menu {
    color: #1a2b3c !important; margin: -1.5em auto 0 }
}
:root { --accent: oklch(60% 0.1 250); font: 1rem/1.5 "Inter", sans-serif; width: calc(100% - 2px) }
/* comment */ @font-face { src: url(x.woff2) format("woff2"); unicode-range: U+0025-00FF }
""",
    "json": """\
{"name": "knees", "n": -1.5e+3, "ok": [true, false, null], "é\\u00e9\\n": {}, "a": []}
""",
    "yaml": """\
%YAML 1.2
---
# settings
title: "Imaging: Lab"
list: &anchor
  - 1.5
  - ~
  - {a: b, c: [1, 2]}
text: |-
  several
    lines
other: *anchor
? complex
: !!str value
...
""",
    "toml": """\
# settings
title = "Imaging Lab"
[tool.sitegen]
date = 2026-11-01T12:00:00Z
numbers = [1_000, 0xff, 1e-3, inf, true]
'literal key' = '''
raw'''
[[menu.main]]
page = { path = "index.md", weight = -1 }
""",
    "xml": """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE feed [<!ENTITY x "y">]>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang='de'>
  <!-- comment --><title type="text">A &lt; B &#x41;</title>
  <![CDATA[ <raw> & ]]><link rel="self"/>
</feed>
""",
    "latex": """\
\\documentclass[11pt,a4paper]{article}
\\usepackage[utf8]{inputenc} % comment
\\begin{document}
Let $x_i^2 \\le \\frac{1}{2}$ and \\[ \\sum_{i=1}^n \\alpha_i \\] \\emph{so}
~\\cite{knee:2026} \\& \\%.
\\begin{equation*} E = mc^2 \\label{eq:e} \\end{equation*} \\verb|a{b}| \\\\[2pt]
\\end{document}
""",
    "sql": """\
-- Knees by group
SELECT DISTINCT k.group_id AS g, COUNT(*), AVG(thickness) FROM knees k
LEFT JOIN "subjects" s ON s.id = k.subject_id AND s.name LIKE 'O''Brien%'
WHERE age BETWEEN 20 AND 30.5 OR note IS NOT NULL /* both */
GROUP BY 1 HAVING COUNT(*) >= 3 ORDER BY g DESC LIMIT 10;
INSERT INTO t (a, `b`) VALUES (1, NULL), (:x, @y);
""",
    "diff": """\
diff --git a/knee.py b/knee.py
index 83db48f..bf2a3c1 100644
--- a/knee.py
+++ b/knee.py
@@ -1,3 +1,3 @@ def mean():
 same
-old
+new
! changed
\\ No newline at end of file
""",
    "console": """\
$ python -m pip install sitegen
Collecting sitegen
# apt-get update
(venv) user@host:~$ echo "two
> lines" | wc -l
2
""",
    "markdown": """\
# Title

Setext
------

Some *emphasis*, **strong**, ~~gone~~, `code`, [link](x.md "t"), ![image][ref] and <br> &amp; @user.

> quote
- [x] done
1. one

```python
x = 1
```

[ref]: https://example.org
| a | b |
""",
    "ruby": """\
# frozen_string_literal: true
require 'set'
class Knee < Struct.new(:name, keyword_init: true)
  attr_reader :values
  def mean(*rest, scale: 1.0, &block)
    return nil unless @values&.any? { |v| v =~ /\\A\\d+(?<x>\\.\\d)?\\z/i }
    text = <<~EOT + %w[a b].join("#{scale} é") + 'q' + :sym.to_s + ?x
      heredoc #{name}
    EOT
    values.sum { _1 ** 2 } / 1_000r rescue 0xff
  end
end
__END__
data
""",
    "php": """\
<!DOCTYPE html><p><?= htmlspecialchars($title) ?></p>
<?php
declare(strict_types=1);
namespace Lab\\Knees;
use InvalidArgumentException as Bad;
#[Attribute]
final class Knee { public function __construct(private readonly ?string $name = 'x') {}
  public static function mean(int|float ...$v): float { // one
    return array_sum(array_map(fn($x) => $x ** 2, $v)) / count($v)
      ?: throw new Bad("no {$this->name} \\$v[0]");
  }
}
echo <<<EOT
text $name
EOT;
""",
    "fortran": """\
program knees
  use, intrinsic :: iso_fortran_env, only: real64
  implicit none
  real(real64), dimension(:, :), allocatable :: volume
  integer, parameter :: n = 10_8
  character(len=*), parameter :: name = 'it''s' // "x"
  do concurrent (i = 1:n); volume(i, :) = 1.0d-3 * i**2; end do   ! loop
  if (n .ge. 3 .and. .not. .true.) then
    print '(A, I0)', name, n
  end if
contains
  pure function mean(x) result(m)
    real, intent(in) :: x(:)
    m = sum(x) / size(x)
  end function mean
end program knees
""",
}

#: What is no program in any language. The letters 'ſ' and 'K' (the Kelvin sign) are an s and a k
#: to patterns that do not tell large from small; \x1c to \x1f are spaces to some patterns only.
NASTY = (
    "",
    "\n",
    "\n\n\n",
    " ",
    "\t\tindented\twith\ttabs\t\n",
    "\r\ncarriage\rreturns\r\n",
    '"unclosed\nnext line\n',
    "'unclosed",
    "`unclosed ${a",
    '"""unclosed\n\n',
    "/* unclosed\n",
    "<a href='unclosed\n<!-- unclosed",
    "\\begin{unclosed}[ $x",
    "((((((((((]]]]}}}}",
    "\x1c \x1d \x1e \x1f\x1cx\x1dif\x1ereturn\x1f1\n",
    "\x0b\x0c\x00\x01\x7f\x80\x85\xa0\u2028\ufeff\n",
    "ſelect ſtatic caſe SELECT Static\n",
    "brea\u212a \u212aeyword brea\u212a while\u212a for\n",
    "İi ıI ß ẞ ǅ Ω \u2126 Å \u212b µ μ\n",
    "naïve_é = 漢字 + Größe // λ → ∑ 🦵\n",
    "é\nß\n漢\n\u212a\nſ\n",
    "#!/bin/ſh\n%% \n! \n? \n$ \n> \n@ \n| \n~ \n^ \n& \n",
)
