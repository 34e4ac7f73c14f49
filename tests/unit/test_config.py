from __future__ import annotations

from datetime import timedelta

import pytest

from sitegen.config import Config, parse_config
from sitegen.errors import ConfigError

GOOD = 'title = "Lab"\nbase_url = "https://lab.example.org/"\n'


def mistakes(text: str, path: str = "sitegen.toml", base_url: str = "") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, path, base_url=base_url)
    return [str(each) for each in caught.value.diagnostics]


def test_the_smallest_configuration() -> None:
    config = parse_config(GOOD, "sitegen.toml")
    assert config == Config(title="Lab", base_url="https://lab.example.org/")
    assert (config.origin, config.base_path) == ("https://lab.example.org", "/")
    assert config.language == "en"


def test_a_path_and_a_port_in_the_base_url() -> None:
    config = parse_config(GOOD, "sitegen.toml", base_url="http://localhost:8000/a/b/")
    assert (config.origin, config.base_path) == ("http://localhost:8000", "/a/b/")


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("1 GB", 10**9),
        ("1.5GB", 1_500_000_000),
        ("500 mb", 500_000_000),
        ("0 MB", 0),
        ("2 TB", 2 * 10**12),
    ],
)
def test_sizes(size: str, expected: int) -> None:
    config = parse_config(f'{GOOD}[cache]\nmax_size = "{size}"\n', "sitegen.toml")
    assert config.cache.max_bytes == expected


@pytest.mark.parametrize(
    "size", ["", "1", "GB", "-1 GB", "1 GiB", "1e3 MB", "1,5 GB", "9" * 99 + " MB"]
)
def test_sizes_that_are_none(size: str) -> None:
    (told,) = mistakes(f'{GOOD}[cache]\nmax_size = "{size}"\n')
    assert told == (
        f"sitegen.toml:4:1: error[invalid-setting]: 'cache.max_size': '{size}' is not a size "
        "such as '500 MB' or '1 GB'"
    )


def test_pyproject() -> None:
    text = '[project]\nname = "x"\n\n[tool.sitegen]\n' + GOOD + "[tool.sitegen.feed]\nlimit = 3\n"
    assert parse_config(text, "pyproject.toml").feed.limit == 3
    wrong = text + "size = 3\n"
    assert mistakes(wrong, "pyproject.toml")[0].startswith(
        "pyproject.toml:9:1: error[unknown-setting]"
    )


@pytest.mark.parametrize("head", ["[[tool.sitegen]]\n", "[tool]\nsitegen = 3\n"])
def test_a_table_that_is_none(head: str) -> None:
    assert "[tool.sitegen] is not a table" in mistakes(head, "pyproject.toml")[0]


def test_all_mistakes_come_at_once_and_in_order() -> None:
    text = 'titel = "x"\nlanguage = "german"\n[feed]\nlimit = "many"\n[images]\nwidths = [1]\n'
    assert [each.split(": ")[0] for each in mistakes(text)] == [
        "sitegen.toml:1:1",
        "sitegen.toml:1:1",
        "sitegen.toml:1:1",
        "sitegen.toml:2:1",
        "sitegen.toml:4:1",
        "sitegen.toml:6:1",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "lab.example.org",
        "/lab/",
        "ftp://lab.example.org/",
        "https:///",
        "https://lab.example.org",
        "https://lab.example.org/site",
        "https://lab.example.org/?q=1",
        "https://lab.example.org/#top",
        "https://user:password@lab.example.org/",
        "https://lab.example.org//",
        "https://lab.example.org/a//b/",
        "https://lab.example.org/a/../b/",
        "https://lab.example.org/a b/",
        "https://lab.example.org:port/",
        'https://lab.example.org/"><script>/',
        "https://[::1/",
    ],
)
def test_base_urls_that_are_refused(url: str) -> None:
    for given in (mistakes(f"title = 'x'\nbase_url = '{url}'\n"), mistakes(GOOD, base_url=url)):
        assert len(given) == 1
        assert "error[invalid-setting]: 'base_url'" in given[0]


@pytest.mark.parametrize(
    "zone", ["Aachen", "../../etc/passwd", "/etc/passwd", "Europe", "", "Europe/Berlin\\u0000"]
)
def test_time_zones_that_are_refused(zone: str) -> None:
    assert "'timezone'" in mistakes(f'{GOOD}timezone = "{zone}"\n')[0]


def test_a_time_zone() -> None:
    config = parse_config(GOOD + 'timezone = "Asia/Kathmandu"\n', "sitegen.toml")
    assert config.zone.utcoffset(None) is None or config.zone.utcoffset(None) == timedelta(0)
    assert str(config.zone) == "Asia/Kathmandu"


@pytest.mark.parametrize("value", ["3", "true", "[]", "{}", "1.5", "2026-01-01"])
@pytest.mark.parametrize(
    "key", ["title", "base_url", "language", "author", "menu", "feed", "images", "theme", "params"]
)
def test_no_value_of_a_wrong_kind_raises_anything_else(key: str, value: str) -> None:
    try:
        parse_config(f"{key} = {value}\n", "sitegen.toml")
    except ConfigError as error:
        assert error.diagnostics  # noqa: PT017  # either outcome is right
    else:
        pytest.fail("a configuration without title and base_url was accepted")


@pytest.mark.parametrize(
    "text", ["title = ", "= 3", "a = 1\na = 2", "[" * 500, "a = " + "[" * 9000, "a = " + "1" * 9000]
)
def test_broken_toml(text: str) -> None:
    assert "error[config-syntax]: not TOML" in mistakes(text)[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: Lab", "Expected '=' after a key in a key/value pair; write title = \"Lab\""),
        ("title: 'Lab'", "Expected '=' after a key in a key/value pair; write title = 'Lab'"),
        ("title = \u201cLab\u201d", 'Invalid value; write straight quotation marks: "'),
        ("title = Lab", 'Invalid value; text needs quotes: title = "Imaging Lab"'),
        ('title = "x\n', 'the text is not closed; add " at its end'),
        ('title = "x', 'the text is not closed; add " at its end'),
        ("title = 'x\n", "the text is not closed; add ' at its end"),
        (
            "[a.b]\n[a.b]",
            "there is a second table [a.b]; write all its settings below the first one",
        ),
        ("a = 1\na = 2", "a setting of that name is there already; keep one of them"),
    ],
)
def test_what_to_do_about_broken_toml(text: str, problem: str) -> None:
    (found,) = mistakes(text)
    assert found.partition("not TOML: ")[2] == problem


def test_a_text_in_place_of_a_list() -> None:
    text = f'{GOOD}\n[theme]\nstylesheets = "css/lab.css"\n'
    (found,) = mistakes(text)
    assert found.endswith("'theme.stylesheets': expected a list, got text; write [\"css/lab.css\"]")


@pytest.mark.parametrize(
    "item",
    [
        'name = "x"',
        'url = "https://example.org/"',
        'page = "a.md"\nurl = "https://example.org/"',
        'name = "x"\nurl = "javascript:alert(1)"',
        'name = "x"\nurl = "data:text/html,x"',
        'name = "x"\nurl = "/about/"',
    ],
)
def test_menu_entries_that_are_refused(item: str) -> None:
    assert "'menu.main'" in mistakes(f"{GOOD}[[menu.main]]\n{item}\n")[0]


@pytest.mark.parametrize(
    ("setting", "values", "low", "high"),
    [
        ("markdown.toc_depth", ("1", "7"), 2, 6),
        ("pagination.size", ("0", "10001", "-1"), 1, 10_000),
        ("feed.limit", ("0", "1001"), 1, 1_000),
        ("images.widths", ("[15]", "[480, 8001]"), 16, 8_000),
        ("images.zoom_width", ("15", "16001"), 16, 16_000),
        ("images.avif_quality", ("0", "101"), 1, 100),
        ("images.webp_quality", ("0", "101"), 1, 100),
        ("images.jpeg_quality", ("0", "101"), 1, 100),
        ("images.max_megapixels", ("0", "1001"), 1, 1_000),
    ],
)
def test_numbers_have_limits(setting: str, values: tuple[str, ...], low: int, high: int) -> None:
    table, key = setting.split(".")
    for value in values:
        (problem,) = mistakes(f"{GOOD}[{table}]\n{key} = {value}\n")
        assert problem.endswith(f"'{setting}': must be from {low} to {high}")
    for value in (low, high):
        good = f"[{value}]" if key == "widths" else value
        parse_config(f"{GOOD}[{table}]\n{key} = {good}\n", "sitegen.toml")


def test_a_list_that_may_not_be_empty() -> None:
    (problem,) = mistakes(f"{GOOD}[images]\nwidths = []\n")
    assert problem.endswith("'images.widths': must not be empty")


def test_a_number_of_a_wrong_kind() -> None:
    (problem,) = mistakes(f"{GOOD}[images]\nwidths = [480, '960']\n")
    assert problem.endswith("'images.widths': expected a whole number, got text as entry 2")


def test_very_many_mistakes() -> None:
    """So many that to find the place of each would take very long."""
    found = mistakes('title = "A"\n' + "".join(f"a{number} = 1\n" for number in range(2_000)))
    assert len(found) == 101
    assert sum("there are more mistakes than these" in each for each in found) == 1


def test_a_name_of_very_many_parts() -> None:
    assert mistakes("a." * 60_000 + "a = 1") == [
        "sitegen.toml:1:1: error[config-syntax]: not TOML: it is too deeply nested"
    ]


def test_hints_name_the_setting_that_was_meant() -> None:
    (mistake,) = mistakes(GOOD + "[markdown]\ntoc_deph = 3\n")
    assert mistake.startswith("sitegen.toml:4:1: error[unknown-setting]")
    assert mistake.endswith("no setting 'markdown.toc_deph'; did you mean 'toc_depth'?")


def test_a_level_in_the_wrong_table() -> None:
    (mistake,) = mistakes(GOOD + '[diagnostics]\nbroken-link = "off"\n')
    assert mistake.endswith('write broken-link = "off" below [diagnostics.levels]')


def test_an_unknown_format_and_those_that_there_are() -> None:
    (problem,) = mistakes(GOOD + '[images]\nformats = ["webp", "jpg"]\n')
    assert problem.endswith("'images.formats': there is no 'jpg'; write 'avif' or 'webp'")


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("assets/static/press/*.jpg", True),
        ("assets/static/a.jpg", True),
        ("assets/*/a.jpg", True),
        ("**/a.jpg", True),
        ("assets/**", True),
        ("content/*.jpg", False),
        ("*.jpg", False),
        ("assets/static", False),
        ("assets/images/**", False),
    ],
)
def test_originals_are_files_of_static(pattern: str, fits: bool) -> None:  # noqa: FBT001  # a table
    text = GOOD + f'[images]\noriginals = ["{pattern}"]\n'
    if fits:
        assert parse_config(text, "sitegen.toml").images.originals == (pattern,)
    else:
        (problem,) = mistakes(text)
        assert f"'images.originals': '{pattern}' fits no file in assets/static/;" in problem


def test_taxonomies() -> None:
    """`tags` is always there; text is the singular and the name, as in Hugo."""
    config = parse_config(
        f"{GOOD}[taxonomies]\n"
        'category = "categories"\n'
        'topics = { title = "Our topics", url = "/work/topics/", singular = "topic" }\n'
        'tags = { title = "Subjects" }\n',
        "sitegen.toml",
    )
    assert [each.name for each in config.all_taxonomies] == ["tags", "categories", "topics"]
    tags, categories, topics = config.all_taxonomies
    assert (tags.singular, tags.title) == ("tag", "Subjects")
    assert categories.fields == ("categories", "category")
    assert (topics.path, topics.fields) == ("work/topics", ("topics", "topic"))


def test_a_taxonomy_is_text_or_a_table() -> None:
    (problem,) = mistakes(f"{GOOD}[taxonomies]\nseries = true\n")
    assert problem == (
        "sitegen.toml:3:1: error[invalid-setting]: 'taxonomies': expected text or a table, "
        "got true or false"
    )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('[content]\nhtml = "trusty"', "4:1: error[invalid-setting]: 'content.html': there is no"),
        ('"tools" = {html = "safe"}', "4:2: error[invalid-setting]: 'content.folders': 'tools' is"),
        ('"content/*" = {html = "safe"}', "4:2: error[invalid-setting]: 'content.folders': 'co"),
        ('"content/../a" = {html = "safe"}', "4:2: error[invalid-setting]: 'content.folders': 'c"),
        (
            '"content/a" = {html = "yes"}',
            "3:1: error[invalid-setting]: 'content.folders': there is",
        ),
        (
            '"content/a" = {htlm = "safe"}',
            "4:2: error[unknown-setting]: no setting 'htlm' of the folder 'content/a'; did you",
        ),
    ],
)
def test_folders_of_pages(settings: str, expected: str) -> None:
    table = "" if settings.startswith("[") else "[content.folders]\n"
    (problem,) = mistakes(f"{GOOD}{table}{settings}\n")
    assert problem.startswith(f"sitegen.toml:{expected}")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("folder = 3", "4:1: error[invalid-setting]: 'collections.people.folder': expected text"),
        ('feed = "yes"', "4:1: error[invalid-setting]: 'collections.people.feed': expected true"),
        ("fields = {room = 3}", "4:1: error[invalid-setting]: 'collections.people.fields.room': "),
        (
            'fields = {a = "list of date"}',
            "4:1: error[invalid-setting]: 'collections.people.fields.a",
        ),
        (
            'fields = {a = "list of links"}',
            "4:1: error[invalid-setting]: 'collections.people.field",
        ),
        ('groups = {heads = "PI"}', "4:1: error[invalid-setting]: 'collections.people.groups.he"),
    ],
)
def test_a_mistake_in_a_collection_has_its_place(settings: str, expected: str) -> None:
    (problem,) = mistakes(f"{GOOD}[collections.people]\n{settings}\n")
    assert problem.startswith(f"sitegen.toml:{expected}")


def test_a_built_in_collection_that_is_turned_off() -> None:
    config = parse_config(f"{GOOD}[collections.people]\nenabled = false\n", "sitegen.toml")
    assert "people" not in config.all_collections
