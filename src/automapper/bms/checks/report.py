"""A checked chart or package as it is told: the issues with a few numbers of each chart."""

from __future__ import annotations

from automapper.bms.checks.subject import ChartSubject, prepare_chart
from automapper.bms.package import BmsPackage, find_sample
from automapper.bms.read import ReadChart


def subject_in(package: BmsPackage, name: str, read: ReadChart) -> ChartSubject:
    """A chart of a package, made ready with the samples that the package lacks."""
    folder = name.rpartition("/")[0]
    missing = tuple(
        wav_id
        for wav_id, written in read.chart.samples
        if find_sample(package.files, written, folder) is None
    )
    return prepare_chart(read.chart, missing=missing, part=name)
