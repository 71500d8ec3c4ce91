// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `[COMPARATOR] [MATCH-TYPE]` of a test. RFC 5228 §2.7.
///
/// A reader of a test takes it with its tags, and the keys at their place among the positional
/// arguments:
///
/// ```
/// MatchRule rule = MatchRule.read(in);
/// TextList names = in.texts("the header names");
/// Matching keys = rule.keys(in, "the keys");
/// ```
///
/// @param capture what wildcards stand for is kept: the script has variables
public record MatchRule(Comparator comparator, MatchType type, boolean capture) {

    /// RFC 5228 §2.7.1, RFC 5231 §4, RFC 6134 §2.2.
    public sealed interface MatchType {}

    public record Is() implements MatchType {}

    public record Contains() implements MatchType {}

    public record Matches() implements MatchType {}

    public record Value(Relation relation) implements MatchType {}

    public record Count(Relation relation) implements MatchType {}

    public record Listed() implements MatchType {}

    /// draft-ietf-sieve-regex.
    public record Expression() implements MatchType {}

    /// The tags `:comparator`, `:is`, `:contains`, `:matches` and those of extensions.
    public static MatchRule read(Arguments in) throws ScriptError {
        Optional<Comparator> given = comparator(in);
        MatchType type = type(in);
        boolean numeric = type instanceof Count; // RFC 5231 §4.2
        Comparator comparator =
                given.orElse(numeric ? Comparator.ASCII_NUMERIC : Comparator.ASCII_CASEMAP);
        boolean needsParts =
                type instanceof Contains || type instanceof Matches || type instanceof Expression;
        if (needsParts && !comparator.hasSubstrings()) {
            throw in.error(
                    "\""
                            + comparator.collation
                            + "\" compares numbers: it goes with `:is`, `:value`"
                            + " and `:count` only");
        }
        if (type instanceof Listed && given.isPresent()) {
            throw in.error("`:list` takes no comparator"); // RFC 6134 §2.2
        }
        return new MatchRule(comparator, type, in.has(Extension.VARIABLES));
    }

    /// The same, and the run is never told what wildcards stand for.
    public MatchRule withoutCapture() {
        return new MatchRule(comparator, type, false);
    }

    private static Optional<Comparator> comparator(Arguments in) throws ScriptError {
        Optional<String> name = in.taggedConstant("comparator");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Comparator> comparator = Comparator.named(name.get());
        if (comparator.isEmpty()) {
            throw in.error("there is no comparator \"" + name.get() + "\"");
        }
        in.need(comparator.get().extension, ":comparator \"" + name.get() + "\"");
        return comparator;
    }

    private static MatchType type(Arguments in) throws ScriptError {
        List<MatchType> given = new ArrayList<>();
        Optional<String> plain = in.oneOf("is", "contains", "matches");
        plain.ifPresent(tag -> given.add(plain(tag)));
        Optional<String> value = in.taggedConstant(Extension.RELATIONAL, "value");
        if (value.isPresent()) {
            given.add(new Value(relation(in, value.get())));
        }
        Optional<String> count = in.taggedConstant(Extension.RELATIONAL, "count");
        if (count.isPresent()) {
            given.add(new Count(relation(in, count.get())));
        }
        if (in.flag(Extension.REGEX, "regex")) {
            given.add(new Expression());
        }
        if (in.flag(Extension.EXTLISTS, "list")) {
            given.add(new Listed());
        }
        if (given.size() > 1) {
            throw in.error("a test takes one match type, not several");
        }
        return given.isEmpty() ? new Is() : given.getFirst();
    }

    private static MatchType plain(String tag) {
        return switch (tag) {
            case "contains" -> new Contains();
            case "matches" -> new Matches();
            default -> new Is();
        };
    }

    private static Relation relation(Arguments in, String name) throws ScriptError {
        Optional<Relation> relation = Relation.named(name);
        if (relation.isEmpty()) {
            throw in.error(
                    "\"" + name + "\" is no relation: it is one of gt, ge, lt, le, eq and ne");
        }
        return relation.get();
    }

    /// Reads the keys.
    ///
    /// @param what they are, as an error names them
    public Matching keys(Arguments in, String what) throws ScriptError {
        TextList keys = in.texts(what);
        if (keys.constant().isPresent()) {
            for (String key : keys.constant().get()) {
                Optional<String> problem = Matching.problem(this, key);
                if (problem.isPresent()) {
                    throw in.error(problem.get());
                }
            }
        }
        return new Matching(this, keys);
    }

    /// Reads keys of which each may hold several words, any of which may match. RFC 5232 §4.
    public Matching words(Arguments in, String what) throws ScriptError {
        boolean words = type instanceof Is || type instanceof Contains;
        TextList keys = in.texts(what);
        return new Matching(this, words ? split(keys) : keys);
    }

    private static TextList split(TextList keys) {
        return keys.constant().isEmpty()
                ? keys
                : TextList.of(
                        keys.constant().get().stream()
                                .flatMap(key -> Arrays.stream(key.strip().split("[ \t\r\n]+")))
                                .map(Text::of)
                                .toList());
    }
}
