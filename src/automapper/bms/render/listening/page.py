"""The listening sheet as one page: players, questions, and a button that saves the answers."""

from __future__ import annotations

from collections.abc import Sequence
from string import Template

from automapper.bms.render.listening.answers import blank_sheet
from automapper.bms.render.listening.options import QUESTIONS

_ASKED = {
    "stable": "Which is more stable (steadier, better placed)?",
    "human": "Which is more human (as if a person had made it)?",
}
_CHOICES = (("x", "X"), ("y", "Y"), ("same", "no difference"))

# Everything in one file: it opens from the disk, without a server and without the internet.
_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Listening test $test</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #999; padding: 1rem 0 }
audio { width: 100%; height: 2.2rem }
fieldset { border: 0; padding: .3rem 0; margin: 0 }
label { margin-right: 1.2rem }
button { font: inherit; padding: .5rem 1rem }
</style>
<h1>Listening test</h1>
<p>Each pair is the same piece of a song, charted twice. The notes a player would hit stand out:
they are louder than the background, tick softly, and come from where their lane lies. Use
headphones, listen as often as you like, and answer by ear. When done, save the answers and hand
them in; leave the file key.json closed until then.</p>
$pairs
<section>
<button id="save">Save the answers</button> <span id="left"></span>
</section>
<script>
const test = "$test", questions = $questions, numbers = $numbers;
const place = "listening-" + test;
const kept = JSON.parse(localStorage.getItem(place) || "{}");
const inputs = [...document.querySelectorAll("input")];
function answer(name) {
  const chosen = inputs.find(input => input.name === name && input.checked);
  return chosen ? chosen.value : "?";
}
function tell() {
  const open = numbers.filter(n => questions.some(q => answer(n + "-" + q) === "?")).length;
  document.getElementById("left").textContent =
    open ? open + " of " + numbers.length + " pairs are open" : "all pairs are answered";
}
for (const input of inputs) {
  input.checked = kept[input.name] === input.value;
  input.addEventListener("change", () => {
    kept[input.name] = input.value;
    localStorage.setItem(place, JSON.stringify(kept));
    tell();
  });
}
for (const sound of document.querySelectorAll("audio"))
  sound.addEventListener("play", () => {
    for (const other of document.querySelectorAll("audio")) if (other !== sound) other.pause();
  });
document.getElementById("save").addEventListener("click", () => {
  const lines = ["# listening test " + test];
  for (const n of numbers)
    lines.push("pair " + n + "  " + questions.map(q => q + ": " + answer(n + "-" + q)).join("  "));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.join("\\n") + "\\n"], {type: "text/plain"}));
  link.download = "answers-" + test + ".txt";
  link.click();
});
tell();
</script>
""")


def sound_name(number: int, side: str) -> str:
    """The file of one side (x or y) of a pair."""
    return f"pair-{number:02d}-{side}.ogg"


def sheet_files(test: str, numbers: Sequence[int]) -> dict[str, bytes]:
    """The page and the plain text sheet by file name; both lead to the same answers."""
    page = _PAGE.substitute(
        test=test,
        pairs="\n".join(_section(number) for number in numbers),
        questions=repr(list(QUESTIONS)),
        numbers=repr([f"{number:02d}" for number in numbers]),
    )
    return {
        "sheet.html": page.encode("utf-8"),
        "answers.txt": blank_sheet(test, numbers).encode("utf-8"),
    }


def _section(number: int) -> str:
    lines = [f"<section><h2>Pair {number}</h2>"]
    for side in ("x", "y"):
        lines.append(
            f'<p>{side.upper()} <audio controls preload="none"'
            f' src="{sound_name(number, side)}"></audio></p>'
        )
    for question in QUESTIONS:
        choices = "".join(
            f'<label><input type="radio" name="{number:02d}-{question}" value="{value}"> {word}'
            "</label>"
            for value, word in _CHOICES
        )
        lines.append(f"<fieldset><p>{_ASKED[question]}</p>{choices}</fieldset>")
    return "\n".join([*lines, "</section>"])
