"""The command line: output for programs and for people, exit status, errors of one line."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests import case_fakes

from bearwitness import cli

TEXT = "Amal said that 13 people were killed in Exampleton."


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a folder of its own, without a case above it."""
    case_fakes.install(monkeypatch)
    monkeypatch.delenv("BEARWITNESS_CASE", raising=False)
    monkeypatch.delenv("BEARWITNESS_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Run:
    """One command: its status, its standard output in lines, its standard error."""

    def __init__(self, capfdbinary: pytest.CaptureFixture, *args: str):
        self.status = cli.run(list(args))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        self.out = out.decode().splitlines()
        self.err = err.decode()
        self.json = [json.loads(line) for line in self.out] if "--json" in args or "--jsonl" in args else []


@pytest.fixture
def bw(capfdbinary):
    return lambda *args: Run(capfdbinary, *args)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of one report, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.txt").write_text(TEXT)
    with pytest.MonkeyPatch.context() as patch:
        case_fakes.install(patch)
        patch.chdir(folder)
        for command in (["new", "c", "--title", "Made up"], ["add", "a.txt", "--case", "c"], ["read", "--case", "c"]):
            assert cli.run(command) == 0
    return folder


@pytest.fixture
def case(made: Path, place: Path, capfdbinary) -> str:
    """A copy of it in the test's own folder."""
    shutil.copytree(made, place, dirs_exist_ok=True)
    capfdbinary.readouterr()
    return "c"


# --- help, version, start -----------------------------------------------------------------------------

VERBS = ("new", "add", "read", "relate", "weigh", "judge", "show", "export", "publish", "verify", "demo", "lists")


def test_help_names_every_verb_and_each_has_an_example(bw) -> None:
    top = "\n".join(bw("--help").out)
    for verb in VERBS:
        assert f"  {verb} " in top
        text = "\n".join(bw(verb, "--help").out)
        assert "Example" in text or verb == "lists", verb


def test_version(bw) -> None:
    from bearwitness import __version__

    assert bw("--version").out == [f"bearwitness {__version__}"]


def test_help_comes_at_once() -> None:
    def cost() -> float:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        return spent.ru_utime + spent.ru_stime

    took = []
    for _ in range(3):
        before = cost()
        subprocess.run([sys.executable, "-m", "bearwitness", "--help"], capture_output=True, check=True)
        took.append(cost() - before)
    assert min(took) < 0.4      # processor time, so that a busy machine does not matter


def test_help_imports_nothing_heavy() -> None:
    code = ("import sys\nfrom bearwitness import cli\ncli.run(['--help'])\n"
            "print([m for m in ('spacy', 'sqlalchemy', 'lxml', 'rich', 'numpy', 'dateparser') if m in sys.modules])")
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys, bearwitness\nassert 'sqlalchemy' not in sys.modules\nprint(bearwitness.add.__name__)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "add\n"


# --- errors: one line, no traceback ---------------------------------------------------------------------

WRONG = [   # arguments, status, what the line says
    (["nonsense"], 2, "No such command"),
    (["show"], 2, "KIND"),
    (["add"], 2, "SOURCE"),
    (["read", "--jobs", "x"], 2, "--jobs"),
    (["judge"], 2, "--relation"),
    (["show", "reports"], 1, "no case here"),
    (["show", "reports", "--case", "nowhere"], 1, "there is no such folder"),
    (["read", "--jsonl", "nowhere.jsonl"], 1, "cannot be read"),
    (["weigh", "--claims", "nowhere.csv"], 1, "cannot be read"),
    (["verify", "nowhere"], 1, "there is no such folder"),
    (["verify", "."], 1, "is no case, dossier or log"),
    (["verify", "something.txt"], 1, "is a file"),
    (["new", "something.txt"], 1, "is a file"),
    (["weigh", "--claims", "something.txt", "--as-known-on", "someday"], 2, "no date"),
    (["weigh", "--reads", "something.txt"], 1, "line 1: is not a line"),
    (["new", "."], 1, "not empty"),
    (["add", "x", "--sensitivity", "9"], 2, "sensitivity"),
]


@pytest.mark.parametrize(("args", "status", "says"), WRONG, ids=[" ".join(args) for args, *_ in WRONG])
def test_a_mistake_is_one_line_that_helps(bw, place: Path, args: list[str], status: int, says: str) -> None:
    (place / "something.txt").write_text("x")
    run = bw(*args)
    assert (run.status, run.out) == (status, [])
    assert run.err.startswith("bearwitness: ") and says in run.err and run.err.count("\n") == 1


ON_A_CASE = [
    (["show", "nonsense"], 2, "incidents, reports"),
    (["judge", "ffffffffff", "--relation", "accept", "--reviewer", "A", "--reason", "B"], 1, "there is no claim"),
    (["export", "--format", "nonsense"], 2, "use one of"),
    (["export", "--format", "csv", "--table", "nonsense"], 2, "figures"),
    (["export", "--format", "csv", "--option", "nonsense"], 2, "NAME=VALUE"),
    (["export", "--format", "geojson", "--table", "figures"], 2, "geojson export"),
    (["export", "--format", "csv", "--to", "nowhere/x.csv"], 1, "cannot be written"),
    (["weigh"], 1, "no incidents yet"),
    (["publish", "XXX-ABCDEF", "--to", "d", "--audience", "public"], 1, "not in this case"),
    (["lists", "add", "nowhere.csv", "--keeper", "K", "--as-of", "2025-01-01", "--includes", "x"], 1, "cannot be read"),
    (["lists", "add", "a.txt", "--keeper", "K", "--as-of", "someday", "--includes", "x"], 2, "no date"),
    (["lists", "show", "ffffffff"], 1, "no such list"),
]


@pytest.mark.parametrize(("args", "status", "says"), ON_A_CASE, ids=[" ".join(args) for args, *_ in ON_A_CASE])
def test_a_mistake_on_a_case(bw, case: str, args: list[str], status: int, says: str) -> None:
    run = bw(*args, "--case", case)
    assert (run.status, run.out) == (status, []) and says in run.err and run.err.count("\n") == 1


def test_a_defect_is_one_line_too(bw, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bearwitness import case as verbs

    monkeypatch.setattr(verbs, "show", lambda *a, **k: 1 / 0)
    run = bw("show", "reports", "--case", case)
    assert run.status == 1 and "defect" in run.err and "Traceback" not in run.err
    monkeypatch.setenv("BEARWITNESS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        bw("show", "reports", "--case", case)


# --- which case -----------------------------------------------------------------------------------------

def test_the_case_before_the_verb_after_it_by_variable_and_by_folder(bw, case: str, place: Path,
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = bw("show", "reports", "--json", "--case", case).json
    assert wanted and bw("--case", case, "show", "reports", "--json").json == wanted
    monkeypatch.setenv("BEARWITNESS_CASE", str(place / case))
    assert bw("show", "reports", "--json").json == wanted
    monkeypatch.delenv("BEARWITNESS_CASE")
    (place / case / "notes" / "deep").mkdir(parents=True)
    monkeypatch.chdir(place / case / "notes" / "deep")
    assert bw("show", "reports", "--json").json == wanted


# --- add, read --------------------------------------------------------------------------------------------

def test_add_json_has_the_fields_of_the_interface_and_status_1_when_an_item_fails(bw, case: str, place: Path) -> None:
    (place / "b.txt").write_text("Another text.")
    run = bw("add", "gone.txt", "b.txt", "--json", "--case", case)
    assert run.status == 1
    assert [list(line) for line in run.json] == [
        ["source", "member", "report", "sha256", "verdict", "warnings", "reason", "derived", "already"]] * 2
    assert run.err.startswith("bearwitness: gone.txt: ") and run.err.count("\n") == 1
    assert bw("add", "b.txt", "--json", "--case", case).status == 0


def test_add_for_a_person(bw, case: str) -> None:
    run = bw("add", "a.txt", "gone.txt", "--case", case)
    assert run.out[0].startswith("known") and run.out[0].endswith("a.txt")
    assert run.out[1].startswith("refused") and "gone.txt" in run.err


def test_add_and_read_in_one_command(bw, case: str, place: Path) -> None:
    (place / "b.txt").write_text("Karim said that 5 people were killed.")
    added, read = bw("add", "b.txt", "--read", "--json", "--case", case).json
    assert added["verdict"] == "accept" and read["document"]["report"] == added["report"] and len(read["claims"]) == 2


def test_read_of_files_needs_no_case(bw, place: Path) -> None:
    (place / "a.txt").write_text(TEXT)
    run = bw("read", "a.txt", "gone.txt", "--json", "--publisher", "Example Press", "--text")
    assert run.status == 1 and [line["document"]["source"] for line in run.json] == ["a.txt", "gone.txt"]
    assert run.json[0]["document"]["publisher"] == "Example Press" and run.json[0]["document"]["text"] == TEXT
    assert "gone.txt" in run.err


def test_read_for_a_person_shows_who_says_what(bw, place: Path) -> None:
    (place / "a.txt").write_text(TEXT)
    out = "\n".join(bw("read", "a.txt").out)
    assert "13 killed" in out and "Amal" in out and "2 claims, 1 mentions" in out


def test_text_that_would_move_the_cursor_is_shown_as_codes(bw, place: Path) -> None:
    (place / "a.txt").write_text("Amal said \x1b[2J\u202e 5 people were killed.")
    out = "\n".join(bw("read", "a.txt").out)
    assert "\x1b" not in out and "\u202e" not in out


def test_a_name_of_two_lines_is_shown_on_one(bw, case: str, place: Path) -> None:
    (place / "two\nlines.txt").write_text(TEXT)
    (place / "two\nbad.txt").write_text("")
    run = bw("add", "two\nlines.txt", "two\nbad.txt", "--case", case)
    assert [line.split()[-1] for line in run.out] == ["two\\nlines.txt", "two\\nbad.txt"] and run.err.count("\n") == 1
    assert bw("read", "--case", case).out == ["    2 claims      1 mentions  " + run.out[0].split()[1] + "  two\\nlines.txt"]


def test_a_second_read_says_that_nothing_waits(bw, case: str) -> None:
    run = bw("read", "--case", case)
    assert (run.status, run.out) == (0, []) and "nothing is waiting" in run.err


def test_one_bad_line_of_readings_is_named_and_the_others_are_weighed(bw, place: Path) -> None:
    (place / "a.txt").write_text(TEXT)
    lines = bw("read", "a.txt", "--json").out
    (place / "reads.jsonl").write_text("[1]\n" + lines[0] + "\n{}\nnot json\n")
    run = bw("weigh", "--reads", "reads.jsonl", "--json")
    assert run.status == 1 and [line["incident_id"] for line in run.json] == ["a.txt"]
    assert [line.split(":")[1] for line in run.err.splitlines()] == [" line 1", " line 3", " line 4"]


def test_incidents_have_the_fields_of_the_interface_first_and_in_its_order(bw, case: str) -> None:
    bw("relate", "--case", case)
    bw("weigh", "--case", case)
    for row in bw("show", "incidents", "--json", "--case", case).json:
        assert list(row)[:9] == ["id", "when", "where", "parties", "reports", "claims", "standing", "tolls", "blame"]
        assert all(list(t)[:6] == ["harm", "whom", "range", "best", "floor", "figures"] for t in row["tolls"])


def test_a_table_of_the_csv_can_be_chosen(bw, case: str) -> None:
    tables = [bw("export", "--format", "csv", "--table", name, "--case", case).out[0] for name in ("claims", "reports")]
    assert tables[0] != tables[1] and tables[0] == bw("export", "--format", "csv", "--case", case).out[0]


def test_read_jsonl_answers_in_json(bw, place: Path) -> None:
    (place / "t.jsonl").write_text('{"id": "x", "text": "4 people were killed."}\nbad\n')
    run = bw("read", "--jsonl", "t.jsonl")
    assert run.status == 1 and [line["document"]["source"] for line in run.json] == ["x", "line 2"]


def test_read_of_a_report_by_its_beginning(bw, case: str) -> None:
    id_ = bw("show", "reports", "--json", "--case", case).json[0]["id"]
    run = bw("read", id_[:8], "--json", "--case", case)
    assert run.status == 0 and run.json[0]["document"]["report"] == id_


@pytest.mark.parametrize("kind", ["incidents", "reports", "claims", "tolls", "blame", "actors", "places", "warnings",
                                  "labels", "judgements", "lists", "victims"])
def test_show_prints_lines_or_a_table_or_says_that_there_is_none(bw, case: str, kind: str) -> None:
    as_json, as_table = bw("show", kind, "--json", "--case", case), bw("show", kind, "--case", case)
    assert (as_json.status, as_table.status, as_json.err) == (0, 0, "")
    lines = sum(len(row["by"]) + len(row["denied_by"]) for row in as_json.json) if kind == "blame" else len(as_json.out)
    assert len(as_table.out) == (lines + 1 if lines else 0)
    assert bool(as_table.err) == (not as_json.out)


def test_judge_and_undo(bw, case: str) -> None:
    claim = bw("show", "claims", "--json", "--case", case).json[1]["id"]
    made = bw("judge", claim[:8], "--relation", "fix", "--set", "number=14", "--reviewer", "A", "--reason", "B", "--json",
              "--case", case)
    assert made.status == 0 and made.json[0]["changes"] == {"number": 14}
    undone = bw("judge", "--undo", made.json[0]["id"][:8], "--case", case)
    assert undone.status == 0
    assert [j["status"] for j in bw("show", "judgements", "--json", "--case", case).json] == ["superseded", "holds"]


def test_lists(bw, case: str, place: Path) -> None:
    (place / "dead.csv").write_text("row,name,age,place\n1,Made Up,34,Exampleton\n2,Nobody Real,,\n")
    options = ["--keeper", "Example Monitor", "--as-of", "2025-03-31", "--includes", "civilians only"]
    first = bw("lists", "add", "dead.csv", *options, "--json", "--case", case)
    assert first.status == 0 and first.json[0]["rows"] == 2 and not first.json[0]["already"]
    assert bw("lists", "add", "dead.csv", *options, "--json", "--case", case).json[0]["already"]
    [shown] = bw("lists", "show", "--json", "--case", case).json
    assert shown["includes"] == "civilians only"
    records = bw("lists", "show", shown["id"][:8], "--json", "--case", case).json
    assert [r["name"] for r in records] == ["Made Up", "Nobody Real"] and records[1]["age"] is None
    assert bw("verify", case).status == 0


def test_verify_is_silent_or_names_what_was_changed(bw, case: str, place: Path) -> None:
    run = bw("verify", case)
    assert (run.status, run.out, run.err) == (0, [], "")
    sha256 = bw("show", "reports", "--json", "--case", case).json[0]["sha256"]
    original = place / case / "objects" / sha256[:2] / sha256[2:4] / sha256
    original.chmod(0o600)
    original.write_bytes(original.read_bytes().replace(b"13", b"31"))
    run = bw("verify", case)
    assert run.status == 1 and any(line.startswith("objects/") and sha256 in line.split(": ")[0] for line in run.out)


# --- pipes ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("command", ["show claims --json", "--help", ""])
def test_a_reader_that_leaves_early_is_no_error(case: str, place: Path, command: str) -> None:
    command = f"{sys.executable} -m bearwitness --case {case} {command} | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=place, env={**os.environ})
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_work_that_a_closed_pipe_cut_off_says_so(case: str, place: Path) -> None:
    (place / "many").mkdir()
    for n in range(200):
        (place / "many" / f"{n:03}.txt").write_text(f"{TEXT} {n}")
    done = subprocess.run(f"{sys.executable} -m bearwitness --case {case} add many | head -1", shell=True,
                          capture_output=True, text=True, cwd=place)
    assert done.stderr.startswith("bearwitness: stopped, since its output was closed") and done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["show reports", "show reports --json", "--version", "add a.txt"])
def test_closed_streams_are_no_error(case: str, place: Path, command: str) -> None:
    for closed in (">&-", "<&-", ">&- 2>&- <&-"):
        done = subprocess.run(f"{sys.executable} -m bearwitness --case {case} {command} {closed}", shell=True,
                              capture_output=True, text=True, cwd=place)
        assert (done.returncode, done.stderr) == (0, ""), (command, closed)


def test_output_that_cannot_be_written_is_one_line(case: str, place: Path) -> None:
    for command in ("show reports", "show claims --json", "export --format csv"):
        done = subprocess.run(f"{sys.executable} -m bearwitness --case {case} {command} > /dev/full", shell=True,
                              capture_output=True, text=True, cwd=place)
        assert done.returncode == 1 and done.stderr.startswith("bearwitness: output: No space left") \
            and done.stderr.count("\n") == 1, command


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_is_one_line_and_what_was_acknowledged_is_kept(case: str, place: Path, how: signal.Signals) -> None:
    (place / "many").mkdir()
    for n in range(400):
        (place / "many" / f"{n:03}.txt").write_text(f"{TEXT} {n}")
    process = subprocess.Popen([sys.executable, "-m", "bearwitness", "add", "many", "--json", "--case", case], cwd=place,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))      # tests started in the background ignore it
    assert process.stdout is not None
    first = process.stdout.readline()
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130 and err.count("\n") == 1 and "run the same command again" in err
    # What readline had buffered beyond the first line is lost to communicate: its output may begin inside a line.
    told = {json.loads(line)["report"] for line in [first, *out.split("\n")[1:]] if line.strip()}
    shown = subprocess.run([sys.executable, "-m", "bearwitness", "show", "reports", "--json", "--case", case],
                           capture_output=True, text=True, cwd=place)
    assert told <= {json.loads(line)["id"] for line in shown.stdout.splitlines()}
    assert subprocess.run([sys.executable, "-m", "bearwitness", "verify", case], cwd=place).returncode == 0


def test_a_full_disk_is_told_and_what_was_acknowledged_stays(case: str, place: Path) -> None:
    (place / "big.txt").write_text("Nothing happened here. " * 60_000)
    code = ("import resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
            "from bearwitness import cli\nsys.exit(cli.run(sys.argv[1:]))")
    done = subprocess.run([sys.executable, "-c", code, "add", "big.txt", "--json", "--case", case], capture_output=True,
                          text=True, cwd=place)
    assert done.returncode == 1 and json.loads(done.stdout)["verdict"] == "reject"
    assert "disk is full" in done.stderr and "Traceback" not in done.stderr
    again = subprocess.run([sys.executable, "-m", "bearwitness", "add", "big.txt", "a.txt", "--case", case],
                           capture_output=True, text=True, cwd=place)
    assert again.returncode == 0
    assert subprocess.run([sys.executable, "-m", "bearwitness", "verify", case], cwd=place).returncode == 0
