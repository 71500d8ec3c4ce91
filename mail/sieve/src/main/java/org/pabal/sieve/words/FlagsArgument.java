// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Flags;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.TextList;

/// `[:flags <list-of-flags: string-list>]` of what files a message. RFC 5232 §5.
public record FlagsArgument(Optional<TextList> flags) {

    public static FlagsArgument read(Arguments in) throws ScriptError {
        return new FlagsArgument(in.taggedTexts(Extension.IMAP4FLAGS, "flags"));
    }

    /// What is given here, or else the internal variable; empty when the script said nothing.
    public Optional<List<String>> value(Run run) {
        return flags.isPresent() ? given(run) : run.flags().current();
    }

    /// What is given here; empty when nothing is.
    public Optional<List<String>> given(Run run) {
        return flags.map(list -> Flags.of(list.values(run)));
    }
}
