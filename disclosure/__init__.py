"""The annual report on open government information (政府信息公开工作年度报告), from its official form to the public page.

The way of one report through the modules, in order:

``formats``     the official forms as declarations
``filing``      one report's figures and words as one immutable value; ``marks``, what its words hold besides words
``layout``      an official table as a grid of cells; ``prose``, narrative text as headings and paragraphs
``figures``     what is typed into a cell; ``merging``, ``comparing``, ``carrying``, ``starting``, ``outline``, ``margin``,
                ``reasons``, ``summary``: small questions about texts and figures, each with a module of its own
``checks``      the rules, run over a filing
``importing``   a document read into a filing; ``workbook``, one that was taken out and comes back
``workers``     limited child processes; ``reading``, documents opened there; ``picturing``, pictures
``models``      what is stored; ``access``, who may see it; ``earlier``, what was published a year ago
``actions``     what may be done with a report, by whom; ``workflow``, how it is done; ``entry``, how it is filled in
``intake``      a document set against a report, confirmed, undone; ``history``, reports published before
``matrix``      a table as its form shows it; ``progress``, what is left to do; ``forms``, ``uploads``, ``pictures``
``rendering``   a filing drawn as PDF, HTML, Word and workbook; ``publishing``, its editions; ``review``, their approval
``views``       the pages; ``exporting``, the public ones as files; ``demo``, a city to look at
"""
