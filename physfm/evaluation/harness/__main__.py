"""``python -m physfm.evaluation.harness`` prints the folder of task files."""

from physfm.evaluation.harness import folder

if __name__ == "__main__":
    print(folder())
