"""Files for annotators: what the pipeline found, to be corrected by people, and read back.

Three formats: JSON lines for doccano, tasks for Label Studio, and a spreadsheet for people without tools. Each module
writes ``Annotation`` records and reads them back; offsets count characters, whatever the tool counts.
"""

from iopmine.report.annotation.formats import FORMATS, read_annotations, write_annotations
from iopmine.report.annotation.items import Annotation, Code, ReadBack, Span

__all__ = ["FORMATS", "Annotation", "Code", "ReadBack", "Span", "read_annotations", "write_annotations"]
