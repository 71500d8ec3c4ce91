// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.mime.MimeOption;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.TextList;

/// `header`. RFC 5228 §5.7.
///
/// @param option of MIME fields the part that is meant. RFC 5703 §4.1
public record Header(FieldSource source, Optional<MimeOption> option, TextList names, Matching keys)
        implements Test {

    /// `header [MIME] [INDEX] [COMPARATOR] [MATCH-TYPE] <header-names: string-list>
    /// <key-list: string-list>`
    public static Header read(Arguments in) throws ScriptError {
        FieldSource source = FieldSource.readIndexed(in);
        Optional<MimeOption> option = MimeOption.read(in);
        if (option.isPresent() && !source.isMime()) {
            throw in.error("`:" + option.get().tag() + "` goes with `:mime` only");
        }
        MatchRule rule = MatchRule.read(in);
        TextList names = FieldNames.read(in, "the header names");
        Matching keys = rule.keys(in, "the keys");
        in.end();
        return new Header(source, option, names, keys);
    }

    @Override
    public boolean holds(Run run) {
        Matching.Attempt attempt = keys.attempt(run);
        List<String> wanted = names.values(run);
        if (option.isPresent()) {
            return holds(run, attempt, wanted, option.get());
        }
        for (String text : source.texts(run, wanted)) {
            if (attempt.offer(text)) {
                return true;
            }
        }
        return attempt.end();
    }

    private boolean holds(Run run, Matching.Attempt attempt, List<String> wanted, MimeOption mime) {
        for (HeaderField field : source.fields(run, wanted)) {
            run.charge(field.value().length());
            for (String text : mime.values(run, field)) {
                if (attempt.offer(text)) {
                    return true;
                }
            }
        }
        return attempt.end();
    }
}
