// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `envelope`. RFC 5228 §5.4, with the parts of RFC 6009 §4 and §5.
public record Envelope(AddressPart part, TextList names, Matching keys) implements Test {

    /// `envelope [COMPARATOR] [ADDRESS-PART] [MATCH-TYPE] <envelope-part: string-list>
    /// <key-list: string-list>`
    public static Envelope read(Arguments in) throws ScriptError {
        AddressPart part = AddressPart.read(in);
        MatchRule rule = MatchRule.read(in);
        TextList names = in.texts("the envelope parts");
        for (String name : names.constant().orElse(List.of())) {
            check(in, name);
        }
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new Envelope(part, names, keys);
    }

    private static void check(Arguments in, String name) throws ScriptError {
        Optional<EnumSet<Extension>> needed = needed(name.toLowerCase(Locale.ROOT));
        if (needed.isEmpty()) {
            throw in.error("the envelope has no part \"" + name + "\"");
        }
        for (Extension extension : needed.get()) {
            in.need(extension, "envelope \"" + name + "\"");
        }
    }

    /// What a part needs to be required, empty when there is no such part.
    private static Optional<EnumSet<Extension>> needed(String part) {
        return switch (part) {
            case "from", "to" -> Optional.of(EnumSet.noneOf(Extension.class));
            case "notify", "orcpt", "ret", "envid" ->
                    Optional.of(EnumSet.of(Extension.ENVELOPE_DSN));
            case "bytimeabsolute", "bytimerelative", "bymode", "bytrace" ->
                    Optional.of(EnumSet.of(Extension.ENVELOPE_DELIVERBY));
            default -> Optional.empty();
        };
    }

    @Override
    public boolean holds(Run run) {
        Matching.Attempt attempt = keys.attempt(run);
        for (String name : names.values(run)) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (needed(lower).isEmpty()) {
                continue;
            }
            boolean address = lower.equals("from") || lower.equals("to");
            for (String value : run.surroundings().envelope(lower)) {
                Optional<String> offered = address ? address(value) : text(value);
                if (offered.isPresent() && attempt.offer(offered.get())) {
                    return true;
                }
            }
        }
        return attempt.end();
    }

    /// The null reverse-path is the empty string, whatever part is asked for. RFC 5228 §5.4
    private Optional<String> address(String value) {
        int at = value.lastIndexOf('@');
        if (value.isEmpty()) {
            return Optional.of("");
        }
        return at < 0
                ? part.of(value, "")
                : part.of(value.substring(0, at), value.substring(at + 1));
    }

    /// What is no address has no parts. RFC 6009 §4.1
    private Optional<String> text(String value) {
        return part.which() == AddressPart.Which.ALL ? Optional.of(value) : Optional.empty();
    }
}
