"""Is this installation whole? What `quoteminer doctor` looks at, and what it says.

`checks` looks: versions, files, the model, an article with a known answer, workers, the
machine, the speed. `command` prints it, with the way to mend each problem and what to paste
into a report of a defect.
"""
