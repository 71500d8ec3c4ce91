// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.pabal.sieve.Action;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Outcome.Decision;
import org.pabal.sieve.SieveLimits;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;
import org.pabal.sieve.edit.EditedMessage;
import org.pabal.sieve.syntax.SourceText;

/// One script at work on one message: the version of it that the script has made, variables, flags,
/// actions so far, and what the run may still cost.
public final class Run {
    private static final int MAX_DECISIONS = 10_000;
    private static final int MAX_DECISION_CHARS = 300;
    private static final int MAX_LOG_LINES = 100;

    private final Surroundings surroundings;
    private final SieveLimits limits;
    private final SieveMessage original;
    private final Budget budget;
    private final Actions actions;
    private final Flags flags;
    private final Parts parts = new Parts(this);
    private final KnownTexts texts = new KnownTexts();
    private final Acted acted = new Acted();
    private final String[] globals;
    private final @Nullable List<Decision> decisions;
    private @Nullable List<String> log;
    private @Nullable Set<Unit> included;

    private @Nullable Instant now;
    private SieveMessage message;
    private @Nullable HeaderLookup header;
    private Frame frame;
    private int at;
    private Leaving leaving = Leaving.NOT;
    private Optional<String> left = Optional.empty();

    /// What a command has made the run do instead of going on.
    private enum Leaving {
        NOT,
        SCRIPT,
        ALL,
        LOOP
    }

    /// What belongs to one script of those that run.
    private static final class Frame {
        final Unit unit;
        final String[] locals;
        List<String> captured = List.of();

        Frame(Unit unit) {
            this.unit = unit;
            this.locals = new String[unit.variables()];
        }
    }

    /// @param globals how many variables the scripts share
    /// @param nanoTime a clock that only goes forward, such as {@link System#nanoTime}
    public static Outcome run(
            Unit unit,
            int globals,
            SieveMessage message,
            Surroundings surroundings,
            SieveLimits limits,
            boolean traced,
            LongSupplier nanoTime) {
        return new Run(unit, globals, message, surroundings, limits, traced, nanoTime).outcome();
    }

    private Run(
            Unit unit,
            int globals,
            SieveMessage message,
            Surroundings surroundings,
            SieveLimits limits,
            boolean traced,
            LongSupplier nanoTime) {
        this.surroundings = surroundings;
        this.flags = new Flags(surroundings.flags());
        this.limits = limits;
        this.original = message;
        this.message = message;
        this.budget = new Budget(limits, nanoTime);
        this.actions = new Actions(this);
        this.globals = new String[globals];
        this.decisions = traced ? new ArrayList<>() : null;
        this.frame = new Frame(unit);
    }

    private Outcome outcome() {
        try {
            frame.unit.block().run(this);
            return outcome(actions.finished(), Optional.empty(), acted.lines(frame.unit.source()));
        } catch (ScriptFailure e) {
            Finding finding = frame.unit.source().finding(at, String.valueOf(e.getMessage()));
            return outcome(
                    List.of(new Action.Keep(original, Optional.empty(), true)),
                    Optional.of(inScript(finding)),
                    List.of());
        }
    }

    private Outcome outcome(List<Action> taken, Optional<Finding> failure, List<Integer> lines) {
        return new Outcome(
                taken,
                failure,
                decisions == null ? List.of() : decisions,
                log == null ? List.of() : log,
                lines);
    }

    private Finding inScript(Finding finding) {
        String script = frame.unit.source().script();
        return script.isEmpty()
                ? finding
                : new Finding(
                        finding.line(),
                        finding.column(),
                        "in the included script \"" + script + "\": " + finding.text());
    }

    // What it is about.

    public Surroundings surroundings() {
        return surroundings;
    }

    public SieveLimits limits() {
        return limits;
    }

    /// The time of the run, the same all through it. RFC 5260 §5.
    public Instant now() {
        Instant known = now;
        if (known == null) {
            known = surroundings.now();
            now = known;
        }
        return known;
    }

    /// As it came.
    public SieveMessage original() {
        return original;
    }

    /// As the script has made it by now.
    public SieveMessage message() {
        return message;
    }

    /// The same without what `enclose` has put around it, for actions that it leaves alone.
    /// RFC 5703 §6.
    public SieveMessage notEnclosed() {
        SieveMessage inner = message;
        while (inner instanceof EditedMessage edited && edited.enclosed().isPresent()) {
            inner = edited.enclosed().get();
        }
        return inner;
    }

    /// From now on the message is this.
    public void message(SieveMessage changed) {
        hasActed();
        message = changed;
        header = null;
    }

    /// The header section of {@link #message()}.
    public HeaderLookup header() {
        HeaderLookup known = header;
        if (known == null) {
            known = new HeaderLookup(message.header());
            header = known;
        }
        return known;
    }

    /// Its MIME parts.
    public Parts parts() {
        return parts;
    }

    /// What its parts say, where that was looked at already.
    public KnownTexts texts() {
        return texts;
    }

    // What comes of it.

    public Actions actions() {
        return actions;
    }

    /// The internal variable of RFC 5232 §2.
    public Flags flags() {
        return flags;
    }

    /// For the script's owner. vnd.dovecot.debug.
    public void log(String line) {
        List<String> lines = log;
        if (lines == null) {
            lines = new ArrayList<>();
            log = lines;
        }
        if (lines.size() < MAX_LOG_LINES) {
            lines.add(line);
        }
    }

    /// The run-time error of what runs now, for throwing.
    public ScriptFailure fail(String message) {
        return new ScriptFailure(message);
    }

    /// The command that runs now makes a difference.
    public void hasActed() {
        acted.add(at);
    }

    // What it costs.

    /// Ends the run when it has done too much. For a round of a loop.
    public void step() {
        if (!budget.step()) {
            throw fail("the script takes too long: it was stopped");
        }
    }

    /// To be called for work beyond a step.
    ///
    /// @param work characters or octets looked at, or so
    public void charge(long work) {
        if (!budget.charge(work)) {
            throw fail("the script takes too long: it was stopped");
        }
    }

    // Its way through the script.

    void begin(Block.Placed command) {
        at = command.at();
        step();
        if (decisions != null && command.shown()) {
            trace(command.at(), command.end(), Optional.empty());
        }
    }

    /// @return where it was
    int begin(int test) {
        int before = at;
        at = test;
        step();
        return before;
    }

    void backTo(int before) {
        at = before;
    }

    boolean isLeaving() {
        return leaving != Leaving.NOT;
    }

    /// No more of any script. RFC 5228 §3.3.
    public void stop() {
        hasActed();
        leaving = Leaving.ALL;
    }

    /// No more of this script. RFC 6609 §3.3.
    public void leaveScript() {
        leaving = Leaving.SCRIPT;
    }

    /// No more of the loop of this name. RFC 5703 §3.
    ///
    /// @param loop empty for the innermost
    public void leaveLoop(Optional<String> loop) {
        leaving = Leaving.LOOP;
        left = loop;
    }

    /// True when the command that ran has left this loop; what leaves more than it goes on.
    public boolean hasLeft(Optional<String> loop) {
        if (leaving == Leaving.LOOP && (left.isEmpty() || left.equals(loop))) {
            leaving = Leaving.NOT;
            return true;
        }
        return isLeaving();
    }

    /// Runs an included script, with variables of its own.
    public void include(Unit unit) {
        Frame before = frame;
        int atBefore = at;
        OptionalInt includingBefore = acted.enter(at);
        seen().add(unit);
        frame = new Frame(unit);
        unit.block().run(this);
        frame = before;
        at = atBefore;
        acted.leave(includingBefore);
        if (leaving == Leaving.SCRIPT) {
            leaving = Leaving.NOT;
        }
    }

    /// Whether a script was included already. RFC 6609 §3.2 `:once`.
    public boolean wasIncluded(Unit unit) {
        return included != null && included.contains(unit);
    }

    private Set<Unit> seen() {
        Set<Unit> units = included;
        if (units == null) {
            units = Collections.newSetFromMap(new IdentityHashMap<>());
            included = units;
        }
        return units;
    }

    // Variables. RFC 5229.

    /// Its value, empty when it has none.
    public String variable(Variable variable) {
        return switch (variable) {
            case Variable.Local(int slot) -> orEmpty(frame.locals[slot]);
            case Variable.Global(int slot) -> orEmpty(globals[slot]);
            case Variable.Captured(int number) ->
                    number < frame.captured.size() ? frame.captured.get(number) : "";
            case Variable.Environment(String item) ->
                    surroundings
                            .environment(item)
                            .or(() -> surroundings.environment(item.replace('_', '-')))
                            .orElse("");
        };
    }

    /// @param value cut at the limit of RFC 5229 §3 (THREATS V06)
    public void set(Variable.Settable variable, String value) {
        String cut = Utf8Length.cut(value, limits.valueOctets());
        switch (variable) {
            case Variable.Local(int slot) -> frame.locals[slot] = cut;
            case Variable.Global(int slot) -> globals[slot] = cut;
        }
    }

    /// What the wildcards or groups of a match stand for, the whole first. RFC 5229 §3.2.
    public void captured(List<String> values) {
        frame.captured = values;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    // Trace.

    public boolean traces() {
        return decisions != null;
    }

    /// Records the text from here to there, with its variables filled in.
    void trace(int from, int to, Optional<Boolean> answer) {
        if (decisions == null || decisions.size() >= MAX_DECISIONS) {
            return;
        }
        SourceText source = frame.unit.source();
        String written = source.text().substring(from, to).strip().replaceAll("\\s+", " ");
        String text = Interpolation.of(written, frame.unit.names()).value(this);
        if (text.length() > MAX_DECISION_CHARS) {
            text = text.substring(0, MAX_DECISION_CHARS) + "...";
        }
        decisions.add(new Decision(source.script(), source.line(from), text, answer));
    }
}
