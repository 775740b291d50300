package dev.backhaul.rollback;

import dev.backhaul.apply.Asking;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Corrections;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.time.Time;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The questions that applying asks stand in the same queue as those of planning. */
final class Asks implements Asking {
  private final Questions questions;
  private final Answers answers;
  private final Corrections corrections;
  private final Time time;

  Asks(Questions questions, Answers answers, Corrections corrections, Time time) {
    this.questions = questions;
    this.answers = answers;
    this.corrections = corrections;
    this.time = time;
  }

  @Override
  public void ask(Handle tx, Question question) {
    if (Corrections.REFUSALS.contains(question.code())) {
      questions.supersede(tx, question.decision(), Corrections.REFUSALS);
    }
    questions.ask(tx, question, time.instant(), Questions.APPLYING);
  }

  @Override
  public Optional<String> answer(Handle handle, Question question) {
    return answers.find(handle, question);
  }

  @Override
  public List<String> corrected(Handle handle, String decision) {
    return corrections.answers(handle, decision);
  }

  @Override
  public void settled(Handle tx, String decision) {
    questions.withdrawOpen(tx, decision, Corrections.REFUSALS);
  }
}
