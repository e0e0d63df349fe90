"""The words of report.html, in both languages."""

from __future__ import annotations

from course.language import Lang, Text, same

WORDS = {
    "title": Text("채점 보고서", "Grading report"),
    "graded_at": Text("{when}에 채점함", "graded {when}"),
    "everything": Text("모두 펼쳐 인쇄하기", "everything, to print"),
    "class": Text("반 전체", "The class"),
    "submissions": Text("제출물", "Submissions"),
    "mean": Text("평균", "Mean"),
    "median": Text("중앙값", "Median"),
    "points_in_all": Text("만점", "Points in all"),
    "score": Text("점수", "Score"),
    "not_graded": Text("채점하지 못함", "Not graded"),
    "distribution": Text("점수 분포", "How the points are spread"),
    "bins": Text("만점에 대한 백분율 구간마다 학습자 수", "learners by percent of all points"),
    "to_do": Text("살펴볼 것", "To look at"),
    "again": Text("다시 채점할 것", "To grade again"),
    "grade_again": Text(
        "확인하지 못한 것이 있습니다. 다시 채점하세요. 또 같은 것이 빠지면 실행된 노트북에서 그 앞의 셀을 보세요.",
        "Something could not be checked: grade it again. If the same is missing then too, see the cell before it "
        "in the executed notebook.",
    ),
    "ungraded": Text("채점하지 못했습니다.", "This could not be graded."),
    "see_copies": Text(
        "다른 사람의 값이 들어 있는 제출물이 있습니다.", "Some work holds a value that belongs to somebody else."
    ),
    "map": Text("한눈에 보기", "At a glance"),
    "map_note": Text(
        "행은 학습자, 열은 확인입니다. 이름을 누르면 그 사람의 자세한 결과가, 확인을 누르면 무엇을 "
        "잘못했는지가 나옵니다.",
        "A row for each learner, a column for each check. A name leads to that learner's results, a check to what "
        "went wrong in it.",
    ),
    "learner": Text("학습자", "Learner"),
    "passed": Text("통과", "passed"),
    "failed": Text("실패", "failed"),
    "not_checked": Text("확인하지 못함", "not checked"),
    "no_notebook": Text("제출하지 않음", "not handed in"),
    "passed_by": Text("통과한 사람", "passed by"),
    "hardest": Text("가장 어려웠던 확인", "The hardest checks"),
    "hardest_note": Text(
        "실패한 사람이 있는 확인 {count}개 가운데 많이 실패한 {shown}개입니다. 기대한 상태 대신 실제로 본 것을 "
        "많이 나온 것부터 적었습니다.",
        "Of the {count} checks that somebody failed, the {shown} that most failed, and what was seen instead of "
        "what was expected, the most frequent first.",
    ),
    "all_passed": Text("실패한 확인이 없습니다.", "No check failed."),
    "failed_by": Text("{count}명 중 {failed}명 실패", "failed by {failed} of {count}"),
    "people": Text("{count}명", "{count}×"),
    "others": Text("외 {count}명", "and {count} more"),
    "other_states": Text("그 밖에 {count}가지", "and {count} more"),
    "expected": Text("기대", "Expected"),
    "seen": Text("실제", "Seen"),
    "nothing_seen": Text("본 것이 없음", "nothing was seen"),
    "copies": Text("이야기해 볼 것", "Worth a conversation"),
    "copies_note": Text(
        "학습자마다 다른 값이 다른 사람의 작업에서 보였습니다. 그 자체로는 아무것도 증명하지 않습니다. 화면을 같이 "
        "보았거나, 예시로 받았거나, 자리를 바꿔 앉았을 수도 있습니다. 점수에는 영향이 없으니 먼저 물어보세요.",
        "Values that are different for each learner were seen in the work of somebody else. By itself that proves "
        "nothing: they may have looked at one screen, been given an example, or changed seats. It costs no points; "
        "ask first.",
    ),
    "and_more": Text("그리고 {count}곳 더", "and in {count} more places"),
    "who_failed": Text("실패", "Failed"),
    "who_not_checked": Text("확인하지 못함", "Not checked"),
    "who_passed": Text("통과", "Passed"),
    "points": Text("{points}점", "{points} points"),
    "point": Text("{points}점", "{points} point"),
    "did": Text("컨테이너에 일어난 일", "What happened to the containers"),
    "did_note": Text(
        "오래 기다린 시간은 짧게 줄여 그렸습니다.", "Long waits are drawn shorter than they were."
    ),
    "in_words": Text("글로 보기", "in words"),
    "no_timeline": Text(
        "컨테이너를 하나도 만들지 않았거나, 기록이 남아 있지 않습니다.",
        "No container was created, or no record of it is kept.",
    ),
    "verdicts": Text("판정", "Verdicts"),
    "engine": same("Docker Engine {version} ({suite}, cgroup {cgroup})"),
    "took": Text("채점 {seconds}초", "graded in {seconds} s"),
    "sections_in": Text("{all}개 절 중 {count}개 제출", "{count} of {all} sections handed in"),
    "cut": Text(
        "… {count}자 더 있음 (results.json에 모두 있음)",
        "… {count} more letters (all of it is in results.json)",
    ),
    "nobody": Text("채점한 제출물이 없습니다.", "No submission was graded."),
}  # fmt: skip


class Words:
    """The words in one language, as a template asks for them: `w.title`, `w("people", count=3)`."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang

    def __getattr__(self, name: str) -> str:
        if name not in WORDS:
            raise AttributeError(name)
        return WORDS[name].of(self._lang)

    def __call__(self, name: str, **values: object) -> str:
        return WORDS[name].format(**values).of(self._lang)
