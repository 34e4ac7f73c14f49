"""What templates are compiled to, where Jinja's own takes a fifth of the time of a page.

A page writes a hundred values, calls thirty functions and includes fifteen templates. Jinja makes a
`Markup` of each piece of HTML before all are joined, asks each function whether it wants the
context, passes each piece on from one template to the next, and prepares for every template what
only macros and imports need.
"""

from __future__ import annotations

from functools import cached_property
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from jinja2.utils import internalcode, missing, pass_context
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, MutableMapping

    import jinja2
    from jinja2.compiler import Frame

__all__ = ["TemplateCode", "TemplateContext", "write_value"]

_PLAIN = frozenset({FunctionType, MethodType})
#: How Jinja marks functions that want something, and its mark of those that want the context.
_MARK = "jinja_pass_arg"
_CONTEXT = getattr(pass_context(lambda _: None), _MARK)


def write_value(value: Any) -> str:
    """Return the HTML that `{{ value }}` writes, as `markupsafe.escape` does, but as plain text.

    The pieces of a page are joined at once, so none needs to be marked as HTML.
    """
    kind = type(value)
    if kind is str:
        return _escape(value)
    if kind is Markup or hasattr(value, "__html__"):
        return value.__html__()  # type: ignore[no-any-return]  # a str
    return _escape(str(value))


def escape_in_python(text: str) -> str:
    """Return a text as HTML."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace('"', "&#34;")
    )


#: What `markupsafe.escape` calls since its version 3, written in C: a tenth of the time.
_escape: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape_in_python)


class TemplateCode(CodeGenerator):
    """Writes values with `write_value`, which the environment has as an attribute."""

    # Jinja's own NativeCodeGenerator replaces the same method.
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.write_value(")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """Write what includes a template: its pieces need not pass through this one."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if node.ignore_missing or not node.with_context or frame.buffer or type(name) is not str:
            super().visit_Include(node, frame)
            return
        self.writeline(f"template = environment.get_template({name!r}, {self.name!r})", node)
        variables = self.dump_local_context(frame)
        self.writeline(f"yield from context.include(template, {variables})")


class TemplateContext(Context):
    """Calls plain functions without looking for what they want to be given.

    What few templates need is made when it is asked for.
    """

    def __init__(
        self,
        environment: jinja2.Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: Mapping[str, Callable[[Context], Iterator[str]]],
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # Jinja's name
    ) -> None:
        # All that Jinja's own method sets, but for the properties below.
        self.parent = parent
        self.vars = {}
        self.environment = environment
        self.exported_vars = set()
        self.name = name
        self.blocks = {key: [block] for key, block in blocks.items()}
        self._globals = globals

    @cached_property
    def eval_ctx(self) -> nodes.EvalContext:  # type: ignore[override]  # it can be set
        """Whether values are escaped."""
        return nodes.EvalContext(self.environment, self.name)

    @cached_property
    def globals_keys(self) -> set[str]:  # type: ignore[override]  # as above
        """The names of variables that all templates have."""
        return set(self._globals or ())

    def include(self, template: jinja2.Template, variables: Mapping[str, Any]) -> Iterator[str]:
        """Return the pieces of a template that sees what is seen here, and these variables."""
        parent = self.get_all()
        if variables:
            given = {name: each for name, each in variables.items() if each is not missing}
            parent = parent | given
        context = TemplateContext(
            self.environment, parent, template.name, template.blocks, template.globals
        )
        return template.root_render_func(context)

    @internalcode
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls. Functions that want the context are marked, see Jinja."""
        if type(called) not in _PLAIN:
            return super().call(called, *args, **kwargs)
        wanted = getattr(called, _MARK, None)
        if wanted is _CONTEXT and not kwargs.get("_loop_vars") and not kwargs.get("_block_vars"):
            args = (self, *args)
        elif wanted is not None:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        try:
            return called(*args, **kwargs)
        except StopIteration:  # it would end a loop of the template that nobody sees
            return self.environment.undefined(f"{called.__name__} raised a StopIteration exception")
