"""Every scenario of the course, with all values of its parameters."""

import itertools
import unittest

from loopscope import CourseTest, assignments, of_each_scenario

MOST_COMBINATIONS = 64


def variations(parameters):
    """The values to try: all combinations if they are few, else one parameter changed at a time."""
    names = [p["name"] for p in parameters]
    combinations = list(itertools.islice(itertools.product(*(p["values"] for p in parameters)),
                                         MOST_COMBINATIONS + 1))
    if len(combinations) <= MOST_COMBINATIONS:
        return [dict(zip(names, combination)) for combination in combinations]
    return [{p["name"]: value} for p in parameters for value in p["values"]]


class AllValues(CourseTest):
    @of_each_scenario
    def test_questions_make_sense_and_goals_are_to_be_reached(self, scenario, folder):
        answers = [self.ask(scenario["name"], *assignments(values))
                   for values in variations(scenario["parameters"])]
        for question in (question for answer in answers for question in answer["questions"]):
            if question["answer"] is None:
                continue
            for number, option in enumerate(question["options"]):
                sentence = "why" if number == question["answer"] else "but"
                self.assertTrue(option[sentence], f"{question['text']} {option['text']}: {sentence}?")
        for number, goal in enumerate(self.ask(scenario["name"])["goals"]):
            self.assertFalse(goal["reached"], f"reached already: {goal['text']}")
            self.assertTrue(any(answer["goals"][number]["reached"] for answer in answers), goal["text"])


if __name__ == "__main__":
    unittest.main()
