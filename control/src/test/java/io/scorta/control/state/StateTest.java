package io.scorta.control.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StateTest {
  record Thing(String name) {}

  record Seen(int count) {}

  static final Kind<Thing> THING = Kind.durable("thing", Thing.class);
  static final Kind<Seen> SEEN = Kind.observed("seen", Seen.class);

  @Test
  void accountsSeeOnlyTheirOwnRecords() {
    State state = put(State.EMPTY, "1", "a");
    assertThat(state.find("1", THING, "a")).contains(new Thing("a"));
    assertThat(state.find("2", THING, "a")).isEmpty();
    assertThat(state.all("2", THING)).isEmpty();
  }

  @Test
  void changesNeverTouchTheStateTheyStartFrom() {
    State before = put(State.EMPTY, "1", "a");
    State after = before.apply(List.of(new Change.Remove(new Key<>("1", THING, "a"))));
    assertThat(before.all("1", THING)).containsExactly(new Thing("a"));
    assertThat(after.all("1", THING)).isEmpty();
    assertThat(after.version()).isGreaterThan(before.version());
  }

  @Test
  void observationsAreNoPartOfTheDurableState() {
    State state = put(State.EMPTY, "1", "a");
    Draft draft = new Draft(state).put("1", SEEN, "a", new Seen(1));
    assertThat(draft.state().sameDurable(state)).isTrue();
    assertThat(draft.put("1", THING, "b", new Thing("b")).state().sameDurable(state)).isFalse();
  }

  @Test
  void draftReadsWhatItWrote() {
    Draft draft = new Draft(State.EMPTY).put("1", THING, "a", new Thing("a"));
    assertThat(draft.find("1", THING, "a")).contains(new Thing("a"));
    assertThat(draft.accept("done")).isInstanceOf(Decision.Accepted.class);
  }

  @Test
  void refusalInTheMiddleLeavesNoChange() {
    Decision<String> decision =
        Decision.of(
            State.EMPTY,
            draft -> {
              draft.put("1", THING, "a", new Thing("a"));
              throw Refusal.of("NotNow", "thing \"%s\": ask later", "a");
            });
    assertThat(decision)
        .isEqualTo(new Decision.Refused<>(new Fault("NotNow", "thing \"a\": ask later")));
  }

  @Test
  void mintsTheSameIdsFromTheSameSeed() {
    assertThat(new Mint(7).id("vpc")).isEqualTo(new Mint(7).id("vpc")).matches("vpc-[0-9a-f]{17}");
  }

  private static State put(State state, String account, String id) {
    return new Draft(state).put(account, THING, id, new Thing(id)).state();
  }
}
