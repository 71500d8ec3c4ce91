// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mailbox;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;

/// `metadata` and `servermetadata`. RFC 5490 §3.3, §4.2.
///
/// @param mailbox empty for the server's
public record Metadata(Optional<Text> mailbox, Text annotation, Matching keys) implements Test {

    /// `metadata [MATCH-TYPE] [COMPARATOR] <mailbox: string> <annotation-name: string>
    /// <key-list: string-list>`
    public static Metadata ofMailbox(Arguments in) throws ScriptError {
        MatchRule rule = MatchRule.read(in);
        return read(Optional.of(in.text("the mailbox")), rule, in);
    }

    /// `servermetadata [MATCH-TYPE] [COMPARATOR] <annotation-name: string> <key-list: string-list>`
    public static Metadata ofServer(Arguments in) throws ScriptError {
        MatchRule rule = MatchRule.read(in);
        return read(Optional.empty(), rule, in);
    }

    private static Metadata read(Optional<Text> mailbox, MatchRule rule, Arguments in)
            throws ScriptError {
        Text annotation = in.text("the annotation");
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new Metadata(mailbox, annotation, keys);
    }

    /// One that is not there matches nothing.
    @Override
    public boolean holds(Run run) {
        Optional<String> value =
                run.surroundings()
                        .metadata(mailbox.map(text -> text.value(run)), annotation.value(run));
        return value.isPresent() && keys.any(run, List.of(value.get()));
    }
}
