"""Conditions of steps: each is named as a fact and answers None, or one sentence that says what to do."""

from workflows.facts import EXPERTS, Facts, SheetOf
from workflows.listing import listed
from workflows.verdicts import VerdictKind
from workflows.vocabulary import Role


def slots_filled(facts: Facts) -> str | None:
    if not facts.missing_slots:
        return None
    return f"Загрузите обязательные файлы: {listed(facts.missing_slots)}."


def has_files(facts: Facts) -> str | None:
    return None if facts.has_files else "Загрузите хотя бы один файл."


def answers_given(facts: Facts) -> str | None:
    if not facts.missing_answers:
        return None
    return f"Заполните сведения: {listed(facts.missing_answers)}."


def risks_programmed(facts: Facts) -> str | None:
    if not facts.unprogrammed_risks:
        return None
    return f"Внесите антирисковую программу по каждому активированному риску: {listed(facts.unprogrammed_risks)}."


def personal_data_declared(facts: Facts) -> str | None:
    if facts.declared_no_personal_data:
        return None
    return "Подтвердите, что персональных данных обучающихся в файлах нет."


def sender_entitled(facts: Facts) -> str | None:
    if Role.HEAD in facts.actor_roles or facts.head_delegated:
        return None
    return "Пакет направляет директор. Попросите его направить пакет или передать вам это право."


def curator_assigned(facts: Facts) -> str | None:
    if facts.has_curator:
        return None
    return "За школой не закреплён куратор. Обратитесь к муниципальному координатору."


def window_open_or_excused(facts: Facts) -> str | None:
    if not facts.window_opened:
        return "Приём документов этого этапа ещё не открыт. Подготовьте пакет, направить его можно после открытия."
    if facts.window_closed and not facts.late_reason:
        return "Приём документов закрыт. Обратитесь к координатору: он может разрешить приём с указанием причины."
    return None


def never_returned(facts: Facts) -> str | None:
    if not facts.rounds_used:
        return None
    return "Пакет уже возвращали на доработку, отозвать его нельзя. Напишите куратору, что нужно исправить."


def window_open_to_send_again(facts: Facts) -> str | None:
    if not facts.window_closed or facts.late_reason:
        return None
    return (
        "Приём документов закрыт: отозванный пакет нельзя будет направить снова. "
        "Напишите куратору, что нужно исправить: он вернёт пакет с замечанием."
    )


def remarks_answered(facts: Facts) -> str | None:
    if not facts.unanswered_remarks:
        return None
    return f"Ответьте на замечания: № {listed(map(str, facts.unanswered_remarks))}."


def has_standing_remarks(facts: Facts) -> str | None:
    if facts.standing_remarks:
        return None
    return "Добавьте хотя бы одно замечание или отметьте прежнее как неустранённое."


def remarks_dated(facts: Facts) -> str | None:
    if not facts.undated_remarks:
        return None
    return f"Укажите срок устранения у замечаний № {listed(map(str, facts.undated_remarks))} на странице «Замечания»."


def no_open_remarks(facts: Facts) -> str | None:
    if not facts.open_remarks:
        return None
    return "Подтвердите устранение замечаний или снимите их с обоснованием: пока есть открытые."


def every_file_checked(facts: Facts) -> str | None:
    if not facts.unchecked_files:
        return None
    return f"Примите решение по каждому файлу. Не проверены: {listed(facts.unchecked_files)}."


def no_file_returned(facts: Facts) -> str | None:
    if not facts.returned_files:
        return None
    return f"Есть файлы, возвращённые с замечанием: {listed(facts.returned_files)}. Верните пакет школе."


def rounds_left(facts: Facts) -> str | None:
    if facts.rounds_used < facts.rounds_limit:
        return None
    return (
        f"Возвратов уже {facts.rounds_used} из {facts.rounds_limit}. "
        "Завершите проверку решением или обратитесь к координатору."
    )


def not_the_confirmer(facts: Facts) -> str | None:
    if facts.confirmer_id != facts.actor_id:
        return None
    return "Вы подтвердили этот пакет как куратор, поэтому экспертизу проводит другой человек."


def not_the_examiner(facts: Facts) -> str | None:
    if facts.actor_id not in facts.examined_by:
        return None
    return "Вы проводили экспертизу этого пакета, поэтому подтвердить его должен другой человек."


def not_own_school(facts: Facts) -> str | None:
    return (
        None if not facts.own_school else "Это пакет вашей школы: решение по нему принимает другой человек."
    )


def on_duty(facts: Facts) -> str | None:
    if not facts.substitute:
        return None
    return (
        f"На время отпуска вас замещает {facts.substitute}. Чтобы решать самому, попросите координатора завершить "
        "замещение."
    )


def founder_apart(facts: Facts) -> str | None:
    if facts.actor_id not in {facts.confirmer_id, *facts.examined_by}:
        return None
    return "Вы проверяли этот пакет или проводили его экспертизу, поэтому решение учредителя принимает другой человек."


def paper_named(facts: Facts) -> str | None:
    return None if facts.paper_named else "Укажите реквизиты документа: орган, номер и дату."


def reasons_given(facts: Facts) -> str | None:
    return None if facts.reasons else "Напишите мотивы отказа: школа должна понять, что исправить."


def examiner_acts(facts: Facts) -> str | None:
    if facts.acting_examiner_id in {None, facts.actor_id}:
        return None
    return "Экспертизу этого пакета проводит другой эксперт."


def no_declared_conflict(facts: Facts) -> str | None:
    if not facts.declared_conflict:
        return None
    return f"Заявлен конфликт интересов с этой школой: {facts.declared_conflict} Решение принимает другой человек."


def room_for_expert(facts: Facts) -> str | None:
    return None if len(facts.sheets) < EXPERTS else "Экспертизу этого пакета уже проводят два эксперта."


def reconciler_did_not_examine(facts: Facts) -> str | None:
    if _own_sheet(facts) is None:
        return None
    return "Вы проводили экспертизу этого пакета, поэтому листы сводит другой координатор."


def differences_decided(facts: Facts) -> str | None:
    if not facts.sheet_problems:
        return None
    return f"Примите решение по критериям: {listed(facts.sheet_problems)}."


def sheet_complete(facts: Facts) -> str | None:
    if not facts.sheet_problems:
        return None
    return f"Заполните экспертный лист: {listed(facts.sheet_problems)}."


def verdict_given(facts: Facts) -> str | None:
    return None if facts.verdict else "Укажите вердикт."


def blocking_respected(facts: Facts) -> str | None:
    accepting = {VerdictKind.CONFORMS, VerdictKind.WITH_REMARKS}
    if not facts.blocking_zero or facts.verdict not in accepting:
        return None
    return (
        f"По блокирующим критериям стоит «Не соответствует»: {listed(facts.blocking_zero)}. "
        "Выберите «Требует доработки» или «Не соответствует»."
    )


def essentials_closed_for_acceptance(facts: Facts) -> str | None:
    accepting = {VerdictKind.CONFORMS, VerdictKind.WITH_REMARKS}
    if not facts.essential_open or facts.verdict not in accepting:
        return None
    numbers = listed(map(str, facts.essential_open))
    return f"Открыты существенные замечания № {numbers}: подтвердите устранение или снимите с обоснованием."


def rework_has_remarks(facts: Facts) -> str | None:
    if facts.verdict != VerdictKind.REWORK or facts.new_remarks or facts.standing_remarks:
        return None
    return "Для возврата на доработку нужно хотя бы одно замечание со сроком устранения."


def rework_round_left(facts: Facts) -> str | None:
    return rounds_left(facts) if facts.verdict == VerdictKind.REWORK else None


def accepted(facts: Facts) -> str | None:
    if facts.verdict in {VerdictKind.CONFORMS, VerdictKind.WITH_REMARKS}:
        return None
    return "В ИС МЭДК размещают только пакеты с вердиктом «Соответствует» или «Соответствует с замечаниями»."


def parts_chosen(facts: Facts) -> str | None:
    return None if facts.parts_chosen else "Отметьте хотя бы одну часть пакета или откройте пакет целиком."


def remarks_within_parts(facts: Facts) -> str | None:
    if not facts.remarks_outside:
        return None
    numbers = listed(map(str, facts.remarks_outside))
    return f"Откройте и те документы, к которым относятся замечания № {numbers}: иначе школа не сможет их исправить."


def marks_within_parts(facts: Facts) -> str | None:
    if not facts.marks_outside:
        return None
    return f"Откройте и те документы, по которым снижены отметки: {listed(facts.marks_outside)}."


def alone(facts: Facts) -> bool:
    return not facts.joint


def joint(facts: Facts) -> bool:
    return facts.joint


def second_expert(facts: Facts) -> bool:
    return facts.joint and _own_sheet(facts) is None


def first_to_hand_in(facts: Facts) -> bool:
    return _may_hand_in(facts) and not any(sheet.handed_in for sheet in facts.sheets)


def last_to_hand_in(facts: Facts) -> bool:
    return _may_hand_in(facts) and any(sheet.handed_in for sheet in facts.sheets)


def some_sheet_is_in(facts: Facts) -> bool:
    return facts.joint and any(sheet.handed_in for sheet in facts.sheets)


def to_be_reconciled(facts: Facts) -> bool:
    return facts.joint and not facts.reconciling


def being_reconciled(facts: Facts) -> bool:
    return facts.joint and facts.reconciling


def _own_sheet(facts: Facts) -> SheetOf | None:
    return next((sheet for sheet in facts.sheets if sheet.examiner_id == facts.actor_id), None)


def _may_hand_in(facts: Facts) -> bool:
    own = _own_sheet(facts)
    return facts.joint and own is not None and not own.handed_in


def verdict_conforms(facts: Facts) -> bool:
    return facts.verdict == VerdictKind.CONFORMS


def verdict_with_remarks(facts: Facts) -> bool:
    return facts.verdict == VerdictKind.WITH_REMARKS


def verdict_rework(facts: Facts) -> bool:
    return facts.verdict == VerdictKind.REWORK


def verdict_fails(facts: Facts) -> bool:
    return facts.verdict == VerdictKind.FAILS
