"""The annual report on open government information (政府信息公开工作年度报告), from its official form to the public page.

The way of one report through the modules, in order:

``formats``     the official forms as declarations
``filing``      one report's figures and words as one immutable value
``layout``      an official table as a grid of cells; ``prose``, narrative text as headings and paragraphs
``checks``      the rules, run over a filing
``importing``   a document read into a filing; ``reading``, where that is done: in a limited process (``workers``)
``models``      what is stored; ``access``, who may see it; ``forms``, how it is entered
``intake``      a document set against a report and brought into it; ``history``, reports published before
``workflow``    what may be done with a report, by whom
``rendering``   a filing drawn as PDF and HTML; ``publishing``, its editions
``views``       the pages
"""
