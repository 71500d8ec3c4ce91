// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.sieve.match.MatchRule.Contains;
import org.pabal.sieve.match.MatchRule.Count;
import org.pabal.sieve.match.MatchRule.Expression;
import org.pabal.sieve.match.MatchRule.Is;
import org.pabal.sieve.match.MatchRule.Listed;
import org.pabal.sieve.match.MatchRule.Matches;
import org.pabal.sieve.match.MatchRule.Value;
import org.pabal.sieve.regex.Regex;
import org.pabal.sieve.regex.RegexSyntaxException;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.TextList;

/// The keys of a test and how values compare with them. Keys without variables are made ready once.
public final class Matching {
    private final MatchRule rule;
    private final TextList keys;
    private final Optional<List<KeyPattern>> ready;

    Matching(MatchRule rule, TextList keys) {
        this.rule = rule;
        this.keys = keys;
        this.ready = keys.constant().map(this::patterns);
    }

    /// What is wrong with a key.
    static Optional<String> problem(MatchRule rule, String key) {
        return switch (rule.type()) {
            case Listed _ ->
                    ListName.parse(key).isPresent()
                            ? Optional.empty()
                            : Optional.of("\"" + key + "\" is not the name of a list: it is a URI");
            case Expression _ -> {
                try {
                    Regex.compile(key, rule.comparator().folding());
                    yield Optional.empty();
                } catch (RegexSyntaxException e) {
                    yield Optional.of(
                            "\"" + key + "\" is no regular expression: " + e.getMessage());
                }
            }
            default -> Optional.empty();
        };
    }

    /// Whether values are only counted.
    public boolean isCount() {
        return rule.type() instanceof Count;
    }

    /// True when a value matches a key; with `:count`, when their number does.
    public boolean any(Run run, List<String> values) {
        Attempt attempt = attempt(run);
        for (String value : values) {
            if (attempt.offer(value)) {
                return true;
            }
        }
        return attempt.end();
    }

    /// For values that come one after the other.
    public Attempt attempt(Run run) {
        return new Attempt(run);
    }

    /// The values of one test.
    public final class Attempt {
        private final Run run;
        private final List<KeyPattern> patterns;
        private int count;

        private Attempt(Run run) {
            this.run = run;
            this.patterns = ready.orElseGet(() -> checked(run, keys.values(run)));
        }

        /// @return true when the test holds, whatever else there is
        public boolean offer(String value) {
            count++;
            run.charge(value.length());
            for (KeyPattern pattern : patterns) {
                if (pattern.matches(run, value)) {
                    return true;
                }
            }
            return false;
        }

        /// There are no more values.
        public boolean end() {
            if (!(rule.type() instanceof Count(Relation relation))) {
                return false;
            }
            String number = Integer.toString(count);
            for (String key : keys.values(run)) {
                if (relation.holds(rule.comparator().compare(number, key))) {
                    return true;
                }
            }
            return false;
        }
    }

    private List<KeyPattern> checked(Run run, List<String> values) {
        for (String key : values) {
            Optional<String> problem = problem(rule, key);
            if (problem.isPresent()) {
                throw run.fail(problem.get());
            }
            run.charge(key.length());
        }
        return patterns(values);
    }

    /// Of keys that have no problem.
    private List<KeyPattern> patterns(List<String> values) {
        List<KeyPattern> patterns = new ArrayList<>(values.size());
        for (String key : values) {
            pattern(key).ifPresent(patterns::add);
        }
        return patterns;
    }

    private Optional<KeyPattern> pattern(String key) {
        Comparator comparator = rule.comparator();
        return switch (rule.type()) {
            case Is _ -> Optional.of(new KeyPattern.Is(comparator, comparator.fold(key)));
            case Contains _ ->
                    Optional.of(new KeyPattern.Contains(comparator, comparator.fold(key)));
            case Matches _ ->
                    Optional.of(
                            new KeyPattern.Matches(Wildcards.of(comparator, key), rule.capture()));
            case Value(Relation relation) ->
                    Optional.of(new KeyPattern.Value(comparator, relation, key));
            case Count _ -> Optional.empty();
            case Expression _ -> expression(key);
            case Listed _ ->
                    ListName.parse(key).map(list -> new KeyPattern.Listed(list, rule.capture()));
        };
    }

    private Optional<KeyPattern> expression(String key) {
        try {
            Regex regex = Regex.compile(key, rule.comparator().folding());
            return Optional.of(new KeyPattern.Expression(regex, rule.capture()));
        } catch (RegexSyntaxException _) {
            return Optional.empty();
        }
    }
}
