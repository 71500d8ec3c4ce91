// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.mailbox;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `specialuse_exists`: for each of the uses there is a mailbox that has it, or the one mailbox has
/// all of them. RFC 8579 §3.
public record SpecialUseExists(Optional<Text> mailbox, TextList uses) implements Test {

    /// `specialuse_exists [<mailbox: string>] <special-use-attrs: string-list>`
    public static SpecialUseExists read(Arguments in) throws ScriptError {
        Optional<Text> mailbox =
                in.positionals() > 1 ? Optional.of(in.text("the mailbox")) : Optional.empty();
        TextList uses = in.texts("the special uses");
        for (String use : uses.constant().orElse(List.of())) {
            if (!use.startsWith("\\")) {
                in.warn("a special use begins with a backslash: \"\\\\Junk\"");
            }
        }
        in.end();
        return new SpecialUseExists(mailbox, uses);
    }

    @Override
    public boolean holds(Run run) {
        Optional<String> name = mailbox.map(text -> text.value(run));
        return uses.values(run).stream()
                .allMatch(use -> run.surroundings().specialUseExists(name, use));
    }
}
