r"""Rewrite TeX for math-core: what it lacks becomes what it knows, with marks for MathML of ours.

A mark is a `\text` that holds a number between two characters that no author may write. What comes
out for it, `<mtext>` with the number, is replaced by the MathML of that number: so a whole formula
is set at once, and each of its parts knows whether it is in an index or a fraction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.mathematics.formula import FormulaProblem, NumberPlace, ReferencePlace
from sitegen.mathematics.source_reader import SourceReader
from sitegen.mathematics.tokens import (
    CLOSE,
    OPEN,
    Stretch,
    TexError,
    Token,
    TokenReader,
    origin_of,
    places_of,
    split_commands,
    texts_of,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Handler = Callable[["Rewriter", TokenReader, Token], None]

__all__ = ["Rewriter", "place_numbers", "replace_marks", "replace_names", "split_places"]

#: Characters for marks, which no author may write.
_PLACE, _OPERATOR = "\ue002", "\ue004"
#: So often may what is rewritten hold something that is rewritten.
_DEEPEST = 60
_MARK_START, _MARK_END = f"<mtext>{OPEN}", f"{CLOSE}</mtext>"
#: Where math-core writes the number of a line: of several lines, and of one over several.
_NUMBERS = tuple(
    f'<mtd style="width: {width}%;text-align: right;justify-items: end;"><mtext>('
    for width in ("50", "7.5")
)
_NUMBERS_END = ")</mtext></mtd>"
_NUMBER_START, _NUMBER_END = f'<mtd class="math-number"><mtext>{_PLACE}', f"{CLOSE}</mtext></mtd>"
_NOTHING = TokenReader([])


class Rewriter:
    """Writes TeX, piece by piece, and remembers where each piece comes from.

    `handlers` say what is done with a command by name; all else is written as it is. `pieces` are
    what has been written, and where in the source each comes from; `marks` are pieces of MathML,
    `places` what the page fills in, and `problems` what is wrong and does not keep the formula
    from being set.
    """

    def __init__(self, handlers: Mapping[str, Handler], *, display: bool) -> None:
        self.marks: list[str] = []
        self.places: list[NumberPlace | ReferencePlace] = []
        self.problems: list[FormulaProblem] = []
        self.names: list[Rewriter] = []  # of operators, an inner one before the outer one
        self.display = display
        self.within = ""  # the label of `subequations`
        self.is_without_gaps = False  # `alignat` leaves none between its columns
        self._handlers = handlers
        self.pieces: list[Token] = []
        self._depth = 0

    @property
    def tex(self) -> str:
        """Return what has been written."""
        return written(self.pieces)

    def index_of(self, offset: int) -> int:
        """Return where in the source of the author a character of `tex` comes from."""
        return origin_of(self.pieces, offset)

    def write(self, text: str, index: int) -> None:
        """Write TeX as it is."""
        if text:
            self.pieces.append(Token(text, index))

    def copy(self, tokens: Iterable[Token]) -> None:
        """Write tokens as they are."""
        self.pieces += tokens

    def mark(self, mathml: str, index: int, before: str = "", behind: str = "") -> None:
        """Write a mark for MathML, and TeX around it.

        The MathML is safe: whatever an author wrote is escaped in it.
        """
        text = f"{before}\\text{{{OPEN}{len(self.marks)}{CLOSE}}}{behind}"
        self.pieces.append(Token(text, index))
        self.marks.append(mathml)

    def operator(self, tokens: Sequence[Token], index: int, star: str = "*") -> None:
        """Write an operator whose name is tokens; what stands below it may follow."""
        name = Rewriter(self._handlers, display=self.display)
        name.marks, name.places, name.problems = self.marks, self.places, self.problems
        name.names, name._depth = self.names, self._depth
        name.run(tokens, index)
        self.write(f"\\operatorname{star}{{{_OPERATOR}{len(self.names)}{CLOSE}}}", index)
        self.names.append(name)

    def reference(self, place: ReferencePlace, index: int) -> None:
        """Write a place that shows the number of an equation."""
        self.mark(f"<mtext>{_PLACE}{len(self.places)}{CLOSE}</mtext>", index)
        self.places.append(place)

    def number(self, place: NumberPlace, index: int) -> None:
        r"""Write the `\tag` of a line."""
        self.write(f"\\tag{{{len(self.places)}}}", index)
        self.places.append(place)

    def element(self, opening: str, tokens: Sequence[Token], closing: str, index: int) -> None:
        """Write tokens within an element, as one group."""
        self.mark(opening, index, "{", "{")
        self.run(tokens, index)
        self.mark(closing, index, "}", "}")

    def group(self, tokens: Sequence[Token], index: int) -> None:
        """Rewrite tokens as a group, which becomes one element."""
        self.write("{", index)
        self.run(tokens, index)
        self.write("}", index)

    def run(self, tokens: Sequence[Token], end: int = 0) -> None:
        """Rewrite tokens. Raises TexError if they are nested too deep."""
        self._depth += 1
        if self._depth > _DEEPEST:
            message = f"more than {_DEEPEST} things are nested in each other"
            raise TexError(end, message, "write the formula in parts")
        if isinstance(tokens, Stretch):
            self.run_source(tokens.tex, tokens.start)
        else:
            self._run_tokens(tokens, end)
        self._depth -= 1

    def _run_tokens(self, tokens: Sequence[Token], end: int) -> None:
        handlers, pieces = self._handlers, self.pieces
        done = 0
        handled = places_of(handlers, texts_of(tokens))
        reader = TokenReader(tokens, end) if handled else _NOTHING
        for place in handled:
            if place < done:  # an argument of the one before
                continue
            pieces += tokens[done:place]
            reader.place = place + 1
            token = tokens[place]
            handlers[token.text](self, reader, token)
            done = reader.place
        pieces += tokens[done:]

    def run_source(self, tex: str, start: int = 0, texts: Sequence[str] = ()) -> None:
        """Rewrite TeX without comments as `run` does; what is not rewritten stays one text.

        `texts` are what it is split into at its commands, if that has been done.
        """
        if tex.isalnum():  # as most arguments are
            self.pieces.append(Token(tex, start))
            return
        handlers, pieces = self._handlers, self.pieces
        texts = texts or split_commands(tex)
        if handlers.keys().isdisjoint(texts):
            self.write(tex, start)
            return
        reader, end, done = SourceReader(tex, start), 0, 0
        for text in texts:
            place, end = end, end + len(text)
            if text not in handlers or place < done:  # in an argument of the one before
                continue
            if place > done:
                pieces.append(Token(tex[done:place], start + done))
            reader.place = end
            handlers[text](self, reader, Token(text, start + place))
            done = reader.place
        if done < len(tex):
            pieces.append(Token(tex[done:], start + done))

    def command(self, command: Token, reader: TokenReader) -> None:
        """Write a command as its handler does, which reads its arguments, or as it is."""
        handler = self._handlers.get(command.text)
        if handler:
            handler(self, reader, command)
        else:
            self.write(command.text, command.index)

    def problem(self, index: int, message: str, hint: str = "") -> None:
        """Note a mistake that does not keep the formula from being set."""
        self.problems.append(FormulaProblem(index, message, hint))


def replace_marks(mathml: str, marks: list[str]) -> str:
    """Return MathML of math-core with the MathML of its marks."""
    if _MARK_START in mathml:
        first, *others = mathml.split(_MARK_START)
        pieces = [first]
        for other in others:
            number, _, rest = other.partition(_MARK_END)
            pieces += (marks[int(number)], rest)
        mathml = "".join(pieces)
    return mathml


def place_numbers(mathml: str) -> str:
    """Return MathML of math-core with places for the numbers of lines."""
    for opening in _NUMBERS:
        if opening not in mathml:
            continue
        first, *others = mathml.split(opening)
        pieces = [first]
        for other in others:
            number, _, rest = other.partition(_NUMBERS_END)
            pieces += (_NUMBER_START, number, _NUMBER_END, rest)
        mathml = "".join(pieces)
    return mathml


def replace_names(mathml: str, names: list[str]) -> str:
    """Return MathML of math-core with the MathML of the names of operators."""
    for number, name in reversed([*enumerate(names)]):
        place = f"{_OPERATOR}{number}{CLOSE}"
        mathml = mathml.replace(f"<mi>{place}</mi>", f"<mrow>{name}</mrow>")
    return mathml


def split_places(
    mathml: str, places: list[NumberPlace | ReferencePlace]
) -> tuple[tuple[str, ...], tuple[NumberPlace | ReferencePlace, ...]]:
    """Split MathML at its places; return the parts, and the places in the order of the parts.

    Raises TexError if a command with too few arguments has taken a place for one.
    """
    if _PLACE not in mathml:
        return (mathml,), ()
    first, *others = mathml.split(_PLACE)
    marks = [other.partition(CLOSE) for other in others]
    numbers = [int(number) for number, _, _ in marks]
    if max(numbers) >= len(places):
        raise TexError(0, "a command has too few arguments", "put braces around each: {…}")
    return (first, *[rest for _, _, rest in marks]), tuple([places[each] for each in numbers])
