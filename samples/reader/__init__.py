"""The project's own reader of lines: what it is trained on, the network, the training.

python -m samples.reader lines FOLDER    worn pages, cut as the tool cuts, each line with its text
python -m samples.reader train FOLDER    trains on those and writes the weights the tool ships
"""
