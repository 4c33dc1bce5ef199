"""Settings: where they come from, which wins, and how a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from civicsearch.config import POST_FIELDS, load
from civicsearch.errors import ConfigError
from civicsearch.models import SourceSettings
from civicsearch.posts.fields import FIELD_KEYS


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "civicsearch.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_everything_is_default_and_the_index_is_in_the_current_folder(tmp_path: Path) -> None:
    config = load(directory=tmp_path, environ={})
    assert config.index == tmp_path / "index"
    assert config.origins["index"] == "default"
    assert config.file is None
    assert config.settings_for("any") == SourceSettings()


def test_a_flag_wins_over_the_environment_that_over_the_file_that_over_the_default(tmp_path: Path) -> None:
    environ = {"CIVICSEARCH_INDEX": "from-environment"}
    write(tmp_path, 'index = "from-file"')
    told = [
        load(index="from-flag", directory=tmp_path, environ=environ),
        load(directory=tmp_path, environ=environ),
        load(directory=tmp_path, environ={}),
    ]
    assert [(config.index.name, config.origins["index"]) for config in told] == [
        ("from-flag", "--index"),
        ("from-environment", "CIVICSEARCH_INDEX"),
        ("from-file", "civicsearch.toml"),
    ]


def test_an_empty_environment_variable_is_none(tmp_path: Path) -> None:
    assert load(directory=tmp_path, environ={"CIVICSEARCH_INDEX": ""}).index == tmp_path / "index"


def test_the_nearest_file_is_found_from_a_folder_below_and_its_paths_are_relative_to_it(tmp_path: Path) -> None:
    write(tmp_path, 'index = "far"')
    file = write(tmp_path / "site", '[sources.cfa]\npath = "posts"')
    below = tmp_path / "site" / "posts" / "2014"
    below.mkdir(parents=True)
    config = load(directory=below, environ={})
    assert config.file == file
    assert config.index == tmp_path / "site" / "index"
    assert config.sources["cfa"].path == tmp_path / "site" / "posts"


def test_a_named_file_wins_over_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, 'index = "near"')
    other = write(tmp_path / "other", 'index = "other"')
    assert load(directory=tmp_path, environ={"CIVICSEARCH_CONFIG": str(other)}).index == tmp_path / "other" / "other"
    assert load(directory=tmp_path, environ={}, file=other).index.name == "other"


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: there is no such settings file"):
        load(directory=tmp_path, environ={}, file=tmp_path / "gone.toml")


def test_a_source_inherits_what_it_does_not_set(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [defaults]
        language = "DE"
        drafts = true
        fields = { rubrik = "categories" }
        [sources.amt]
        drafts = false
        split_authors = true
        [sources.amt.fields]
        stichworte = "tags"
        """,
    )
    config = load(directory=tmp_path, environ={})
    assert config.settings_for("amt") == SourceSettings(
        language="de", split_authors=True, fields={"rubrik": "categories", "stichworte": "tags"}
    )
    assert config.settings_for("another") == SourceSettings(language="de", drafts=True, fields={"rubrik": "categories"})
    origins = {key: config.origins[f"sources.amt.{key}"] for key in ("language", "drafts", "future")}
    assert origins == {"language": "[defaults]", "drafts": "[sources.amt]", "future": "default"}


def test_loading_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, 'index = "new"\n[sources.cfa]\npath = "gone"')
    load(directory=tmp_path, environ={})
    assert [path.name for path in tmp_path.iterdir()] == ["civicsearch.toml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('indx = "a"', 'indx: there is no such setting; did you mean "index"?'),
        ("[defaults]\nlangauge = 'en'", 'defaults.langauge: there is no such setting; did you mean "language"?'),
        ("[sources.cfa]\nzzz = 1", "sources.cfa.zzz: there is no such setting; known here: path, language"),
        ("[defaults]\npath = 'a'", "defaults.path: there is no such setting"),
        ("index = 3", 'index: a path in quotes is needed, such as "posts", not 3'),
        ("index = ''", 'index: a path in quotes is needed, such as "posts", not ""'),
        ("[defaults]\ndrafts = 'no'", 'defaults.drafts: true or false is needed, not "no"'),
        ("[defaults]\nlanguage = 'english'", 'defaults.language: a two-letter code is needed, such as "en"'),
        ("[defaults]\nlanguage = true", "not true"),
        ("defaults = 3", "defaults: a table is needed: [defaults]"),
        ("sources = ['a']", "sources: a table is needed: [sources]"),
        ("[sources]\ncfa = 'posts'", "sources.cfa: a table is needed: [sources.cfa]"),
        ("[sources.'a/b']", "sources.a/b: the name of a source"),
        ("[sources.cfa.fields]\nx = 'tag'", "sources.cfa.fields.x: one of title, date, authors, categories, tags"),
        ("[sources.cfa.fields]\nx = 'tag'", 'did you mean "tags"?'),
        ("[sources.cfa]\nfields = 'tags'", "sources.cfa.fields: a table is needed"),
        ("[sources.cfa.author_names]\nbb = 3", "sources.cfa.author_names.bb: a name in quotes is needed, not 3"),
        ("[sources.cfa]\nauthor_names = 3", "sources.cfa.author_names: a table of id = name or the path of a file"),
        ("index = ", "this is not TOML"),
        ("x = " + "[" * 5000, "civicsearch.toml"),
    ],
)
def test_what_cannot_be_meant_is_an_error_of_one_line_with_file_key_and_remedy(
    tmp_path: Path, text: str, message: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(directory=tmp_path, environ={})
    assert str(caught.value).startswith(f"{file}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "civicsearch.toml").write_bytes('index = "é"'.encode("cp1252"))
    with pytest.raises(ConfigError, match="is not UTF-8"):
        load(directory=tmp_path, environ={})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("authors.yml", "bb: Bea Brown\ncc:\n  full_name: Cal  Cole\nnobody: 3\n"),
        ("authors.toml", "bb = 'Bea Brown'\nnobody = 3\n[cc]\nname = 'Cal Cole'\n"),
    ],
)
def test_author_names_can_be_a_registry_of_the_archive(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    write(tmp_path, f"[sources.cfa]\nauthor_names = '{name}'")
    names = load(directory=tmp_path, environ={}).settings_for("cfa").author_names
    assert names == {"bb": "Bea Brown", "cc": "Cal Cole"}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("gone.yml", None, "gone.yml: cannot be read"),
        ("authors.csv", "a,b", "a registry of authors is a .toml, .yml or .yaml file"),
        ("authors.yml", "- a\n- b\n", "a table of id and name is needed"),
        ("authors.yml", "a: [", "this is not YAML"),
        ("authors.yml", "a: !!python/object/apply:os.getcwd []", "this is not YAML"),
        ("authors.yml", "a: &a {name: A}\nb: *a\n", "an alias (*name) is not accepted"),
        ("authors.yml", "a: " + "x" * 1_000_001, "larger than 1,000,000 bytes"),
    ],
)
def test_a_registry_that_cannot_be_used_is_named(tmp_path: Path, name: str, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    write(tmp_path, f"[defaults]\nauthor_names = '{name}'")
    with pytest.raises(ConfigError) as caught:
        load(directory=tmp_path, environ={})
    assert message in str(caught.value)
    assert name in str(caught.value)


def test_the_targets_of_a_field_map_are_the_fields_that_posts_are_read_into() -> None:
    assert set(POST_FIELDS) == set(FIELD_KEYS)


def test_the_file_of_synonyms_is_beside_the_settings_unless_a_flag_names_another(tmp_path: Path) -> None:
    assert load(directory=tmp_path, environ={}).synonyms is None
    (tmp_path / "civicsearch.toml").write_text('synonyms = "names.txt"\n', encoding="utf-8")
    (tmp_path / "below").mkdir()
    below = load(directory=tmp_path / "below", environ={})
    assert (below.synonyms, below.origins["synonyms"]) == (tmp_path / "names.txt", "civicsearch.toml")
    flagged = load(directory=tmp_path / "below", environ={}, synonyms="own.txt")
    assert (flagged.synonyms, flagged.origins["synonyms"]) == (tmp_path / "below" / "own.txt", "--synonyms")
